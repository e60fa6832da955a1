"""Compiling happens once, in the open, and never with code of other sources."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from collega import caches, warm
from collega.cli import progress
from collega.errors import NotComputedError


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one kernel that was compiled before."""
    root = tmp_path / "package"
    (root / "room").mkdir(parents=True)
    (root / "room" / "kernel.py").write_text("@njit\ndef f(): ...\n")
    (root / "room" / "plain.py").write_text("x = 1\n")
    monkeypatch.setattr(warm, "ROOT", root)
    monkeypatch.setenv(caches.SETTING, str(tmp_path / "cache"))
    compiled = caches.compiled_files(root / "room" / "kernel.py")
    assert compiled == []
    return root / "room" / "kernel.py"


def compiled(kernel: Path) -> Path:
    """Something that numba compiled from it, where numba puts that."""
    from numba.core.caching import _CacheLocator

    folder = Path(os.environ[caches.SETTING]) / _CacheLocator.get_suitable_cache_subpath(str(kernel))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{kernel.stem}.f-1.py311.nbi").write_text("")
    return folder / f"{kernel.stem}.f-1.py311.nbi"


def test_only_files_with_kernels_count(kernels: Path) -> None:
    assert warm.kernel_files() == [kernels]


def test_cold_until_it_was_done_and_again_after_a_change(kernels: Path) -> None:
    assert warm.is_cold()
    assert warm.clear_stale()
    assert warm.is_cold()  # begun is not done
    assert not warm.clear_stale()
    warm._write_stamp(complete=True)
    assert not warm.is_cold()
    os.utime(kernels, (1, 1))  # the same source, checked out again
    assert not warm.is_cold()
    assert json.loads(caches.stamp_file().read_text())["files"]["room/kernel.py"][1] == 1_000_000_000
    kernels.write_text("@njit\ndef f(): return 1\n")
    assert warm.is_cold()


def test_code_of_other_sources_is_thrown_away_and_that_of_these_is_kept(kernels: Path) -> None:
    file = compiled(kernels)
    assert caches.compiled_files(kernels) == [file]
    assert warm.clear_stale()
    assert not file.exists()
    file = compiled(kernels)
    assert not warm.clear_stale()
    assert file.exists()


def test_a_room_that_fails_is_named_and_it_stays_cold(kernels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "ROOMS", ("collega.nowhere",))
    with pytest.raises(NotComputedError, match=r"The kernels of collega\.nowhere could not be compiled"):
        warm.warm()
    assert warm.is_cold()


def test_every_room_is_compiled_and_told(kernels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "ROOMS", ("json", "collega.insight"))
    told: list[tuple[str, float]] = []
    with pytest.raises(NotComputedError, match="json"):  # it has nothing to compile
        warm.warm(lambda *what: told.append(what))
    monkeypatch.setattr(warm, "ROOMS", ("collega.insight",))
    warm.warm(lambda *what: told.append(what))
    assert told[-1] == ("collega.insight", 1.0)
    assert not warm.is_cold()
    assert list((Path(os.environ[caches.SETTING])).rglob("isolation.*.nbi"))


def test_who_waits_is_told_why(
    kernels: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[int] = []
    monkeypatch.setattr(warm, "warm", lambda _: done.append(1))
    progress.compile_kernels()
    assert capsys.readouterr().err.startswith("Compiling the numerical kernels (once, about ")
    monkeypatch.setattr(warm, "is_cold", lambda: False)
    progress.compile_kernels()
    assert (done, capsys.readouterr().err) == ([1], "")


def test_where_nothing_can_be_written_the_cache_is_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(caches.SETTING, "")  # so that it is put back as it was, whatever follows
    monkeypatch.delenv(caches.SETTING)
    monkeypatch.setattr(caches.os, "access", lambda path, _: Path(path) != caches.ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    caches.provide()
    assert os.environ[caches.SETTING] == str(tmp_path / "collega")
    assert caches.lasts()
    monkeypatch.delenv(caches.SETTING)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    caches.provide()
    private = Path(os.environ[caches.SETTING])
    assert private.stat().st_mode & 0o077 == 0
    assert not caches.lasts()
    progress.compile_kernels()
    assert "every command compiles anew. Name one: NUMBA_CACHE_DIR" in capsys.readouterr().err
    private.rmdir()
    monkeypatch.delenv(caches.SETTING)


def test_every_kernel_is_compiled_for_one_kind_of_arguments() -> None:
    """Of the installed product, as it was right after compiling: a second kind is minutes of waiting for nothing.

    A literal, a default that is left out, an array that may be written beside one that may not: each is another kind.
    """
    compiled = warm._stamp()["compiled"]
    assert len(compiled) > 100
    assert {name: number for name, number in compiled.items() if number > 1} == {}


def test_warm_again_does_nothing(tmp_path: Path) -> None:
    stamp = tmp_path / "collega-kernels.json"
    stamp.write_text(json.dumps({"complete": True, "files": {}}))
    done = subprocess.run(
        [sys.executable, "-c", "from collega.cli import main; main()", "warm", "--json"],
        env=os.environ | {caches.SETTING: str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["compiled"] is False
    assert done.stderr == "The kernels were compiled already.\n"
