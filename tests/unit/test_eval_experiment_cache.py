"""What was found out is kept, whatever happens to the process or the file, and never grows without bound."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from eval.experiments.cache import FILE, Cache
from knowledge.errors import BadConfiguration

WRITER = """
import sys
from pathlib import Path
from eval.experiments.cache import Cache
cache = Cache(Path(sys.argv[1]))
number = 0
while True:
    cache.put("stage", f"{number:064d}", (f"{number} " * 2000).encode())
    print(number, flush=True)
    number += 1
"""


def test_a_value_is_found_by_its_stage_and_key_alone(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put("ranking", "a", b"one")
        cache.put("ranking", "a", b"two")
    with Cache(tmp_path) as cache:
        assert cache.get("ranking", "a") == b"two"
        assert cache.get("answer", "a") is None and cache.get("ranking", "b") is None
        assert cache.found["ranking"] == 1 and not cache.made


def test_a_killed_process_loses_nothing_that_it_had_kept(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE, cwd=Path.cwd()
    )
    assert writer.stdout is not None
    last = [int(writer.stdout.readline()) for _ in range(50)][-1]
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    with Cache(tmp_path) as cache:
        for number in range(last + 1):
            assert cache.get("stage", f"{number:064d}") == (f"{number} " * 2000).encode()
        cache.put("stage", "next", b"works")


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    size = 100_000
    with Cache(tmp_path) as cache:
        for key in "abc":
            cache.put("stage", key, os.urandom(size))
    with Cache(tmp_path) as cache:
        assert cache.get("stage", "a")
        cache.put("stage", "d", os.urandom(size))
        assert cache.prune(at_most_bytes=int(2.5 * size)) == 2
        assert [key for key in "abcd" if cache.get("stage", key)] == ["a", "d"]
    with Cache(tmp_path, at_most_bytes=size // 2):
        pass
    with Cache(tmp_path) as cache:
        assert not any(cache.get("stage", key) for key in "abcd")
    assert (tmp_path / FILE).stat().st_size < size


def test_a_damaged_file_is_set_aside_and_a_damaged_value_is_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    with Cache(tmp_path) as cache:
        assert cache.get("stage", "a") is None
        cache.put("stage", "a", b"one" * 100)
        cache._connection.execute("update results set value = x'00'")
        assert cache.get("stage", "a") is None
    assert list(tmp_path.glob("*.damaged"))


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadConfiguration, match="cannot be used"):
        Cache(tmp_path / "file")
