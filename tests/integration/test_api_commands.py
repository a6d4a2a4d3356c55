"""The command itself, as a process: what people and scripts see of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.data_dir import owned

COMMAND = Path(sys.executable).with_name("replydesk")
CHECKOUT = Path(__file__).parents[2]


def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("REPLYDESK_", "LC_", "LANG"))
    }
    return subprocess.run(
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env=kept | environment,
        timeout=120,
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_help_names_every_command_in_the_persons_language(language: str) -> None:
    told = run("--lang", language, "--help").stdout
    for name in ("serve", "demo", "person", "token", "ingest", "eval", "openapi", "version"):
        assert f" {name} " in told
    assert ("Servir le bureau" in told) == (language == "fr")


def test_the_help_loads_no_heavy_library() -> None:
    code = "import sys, api.cli; api.cli.build('en'); print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True, cwd=CHECKOUT).split())
    assert not loaded & {
        "sqlalchemy",
        "chromadb",
        "torch",
        "fastapi",
        "scrapy",
        "trafilatura",
        "numpy",
        "langchain_core",
    }


def test_a_person_added_can_be_listed_and_is_given_a_password_once(tmp_path: Path) -> None:
    added = run("person", "add", "mira", "--role", "admin", "--data-dir", str(tmp_path))
    assert added.returncode == 0, added.stderr
    assert "Password (shown only now): " in added.stdout
    assert "mira" in run("person", "list", "--data-dir", str(tmp_path)).stdout


def test_a_login_taken_is_a_paragraph_in_french_and_no_traceback(tmp_path: Path) -> None:
    where = ("--data-dir", str(tmp_path))
    run("person", "add", "mira", "--password-stdin", *where, stdin="long enough words\n")
    again = run("person", "add", "mira", *where, LANG="fr_CA.UTF-8")
    assert again.returncode == 1
    assert "déjà pris" in again.stderr
    assert "Rien n’a été modifié" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_token_is_printed_alone_so_that_a_script_can_take_it(tmp_path: Path) -> None:
    where = ("--data-dir", str(tmp_path))
    made = run("token", "create", "intake", *where)
    assert made.stdout.startswith("rd_")
    assert len(made.stdout.strip()) == 46
    token_id = made.stderr.split()[1]
    assert run("token", "revoke", token_id, *where).returncode == 0
    assert "intake" in run("token", "list", *where).stdout


def test_a_token_for_nobody_says_where_to_look(tmp_path: Path) -> None:
    made = run("token", "create", "x", "--person", "ghost", "--data-dir", str(tmp_path))
    assert made.returncode == 1
    assert "replydesk person list" in made.stderr


def test_bad_usage_exits_with_2() -> None:
    assert run("serve", "--port", "many").returncode == 2
    assert run("--lang", "de", "version").returncode == 2


def test_a_wrong_setting_is_named_without_its_value(tmp_path: Path) -> None:
    told = run("serve", "--data-dir", str(tmp_path), REPLYDESK_API_SESSION_HOURS="s3cret")
    assert told.returncode == 1
    assert "session_hours" in told.stderr
    assert "s3cret" not in told.stderr


def test_a_folder_in_use_is_not_served_twice(tmp_path: Path) -> None:
    with owned(tmp_path):
        told = run("serve", "--port", "0", "--data-dir", str(tmp_path))
    assert told.returncode == 1
    assert str(os.getpid()) in told.stderr
    assert "Traceback" not in told.stderr


def test_the_openapi_document_is_printed_without_a_server() -> None:
    assert '"operationId": "createQuestion"' in run("openapi").stdout
