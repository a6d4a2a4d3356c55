# Two commands on a fresh machine: `make demo` shows everything, `make test` checks everything.
# `make setup` makes the environment alone, in .venv.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lock clean

help:
	@echo "make demo    install, then serve the desk with a fictional province"
	@echo "make setup   make the environment in .venv"
	@echo "make test    install what the checks need, then run them all"
	@echo "make check   run them all, in the environment that is there"
	@echo "make lock    pin the dependencies again"
	@echo "make clean   remove the environment, the demo's state and caches"

setup: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml scripts/install
	@PYTHON=$(PYTHON) bash scripts/install requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock pyproject.toml scripts/install
	@PYTHON=$(PYTHON) bash scripts/install requirements-dev.lock
	@touch .venv/.installed $@

demo: setup
	@$(BIN)/replydesk demo

test: .venv/.installed-dev
	@bash scripts/browser
	@bash scripts/check

check:
	@bash scripts/check

lock: .venv/.installed
	@bash scripts/lock

clean:
	rm -rf .venv .demo build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
