"""A copy of the source in which a line is changed, and what its tests say of the change."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

FOLDERS = ("src", "tests", "docs", "examples", "benchmarks", "setup")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "requirements.lock", "Makefile")
INTERPRETED = 2.5  # so much more time for tests of kernels that are not compiled
GRACE = 60.0  # seconds of the processor past the limit between tests: a single test that takes so long hangs

Fate = Literal["noticed", "survived", "undecided"]
FATES: tuple[Fate, ...] = get_args(Fate)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change: the test that noticed it, where one did."""

    fate: Fate
    test: str = ""


@dataclass(slots=True)
class Copy:
    """A copy of the source with its tests, in ``folder``; compiled kernels come along."""

    root: Path
    folder: Path
    _sound: set[tuple[str, bool]] = field(default_factory=set)  # tests that pass without a change

    def __post_init__(self) -> None:
        """Copy the source."""
        for name in FOLDERS:
            shutil.copytree(self.root / name, self.folder / name, symlinks=True)
        for name in FILES:
            shutil.copy2(self.root / name, self.folder / name)

    def outcome(self, file: str, change: Callable[[str], str], tests: Sequence[str], seconds: float) -> Outcome:
        """Change a file, run the tests in this order until one fails or the seconds are over, and put the file back."""
        path = self.folder / "src" / "collega" / file
        before, times = path.read_text(), path.stat()
        interpreted = "njit" in before
        path.write_text(change(before))
        try:
            code, failed = self._run(tests, seconds * (INTERPRETED if interpreted else 1.0), interpreted=interpreted)
        finally:
            path.write_text(before)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        if code == 0:
            return Outcome("survived")
        if not failed:
            return Outcome("noticed", "cannot be imported") if code == 2 else Outcome("undecided")
        return Outcome("noticed" if self._passes(failed, interpreted=interpreted) else "undecided", failed)

    def _passes(self, test: str, *, interpreted: bool) -> bool:
        """Whether a test passes without any change, in the same time."""
        if (test, interpreted) not in self._sound:
            code, _ = self._run([test], 0.0, interpreted=interpreted)
            if code != 0:
                return False
            self._sound.add((test, interpreted))
        return True

    def _run(self, tests: Sequence[str], seconds: float, *, interpreted: bool) -> tuple[int, str]:
        """Return the exit code and the test that failed or did not end."""
        note = self.folder / "running.txt"
        note.write_text("")
        paths = os.pathsep.join([str(self.folder / "src"), str(self.folder)])
        environment = os.environ | {"PYTHONPATH": paths, "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
                                    "POLARS_MAX_THREADS": "1", "TESTS_SECONDS": str(seconds),
                                    "TESTS_NOTE": str(note)}  # fmt: skip
        environment |= {"NUMBA_DISABLE_JIT": "1"} if interpreted else {}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider",
                   "-p", "benchmarks.mutant_limits", *tests]  # fmt: skip
        most = round(seconds + GRACE * (INTERPRETED if interpreted else 1.0))

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))

        run = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, preexec_fn=limit
        )
        named = re.findall(r"^(?:FAILED|ERROR) (\S+)", run.stdout, re.MULTILINE)
        return run.returncode, named[0] if named else note.read_text() if run.returncode < 0 else ""
