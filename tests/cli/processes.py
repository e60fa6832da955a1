"""Real processes that get real signals, as from a terminal (the whole group) or a service manager (the parent alone)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LIMIT = 5.0  # seconds in which everything has ended
MARK = "COLLEGA_TEST_MARK"
COMMAND = "from collega.cli import main; main()"
ROOT = Path(__file__).parents[2]


@contextmanager
def started(folder: Path, *arguments: str, code: str = COMMAND, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process in a group of its own, every child of which can be found by its mark."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {MARK: str(folder)} | environment,
    )  # fmt: skip
    try:
        yield process
    finally:
        for left in marked(folder):
            os.kill(left, signal.SIGKILL)
        process.wait()


def marked(folder: Path) -> list[int]:
    """Return every living process that was started by one with this mark."""
    mark = f"{MARK}={folder}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            alive = (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            if alive and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue  # gone, or somebody else's
    return found


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[str], most: float = 120.0) -> None:
    """Wait until something is so; fail where the process ended or it takes too long."""
    limit = time.monotonic() + most
    while not ready():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit
        time.sleep(0.05)


def send(process: subprocess.Popen[str], number: int, *, group: bool) -> tuple[int, str, str]:
    """Send a signal; return exit code, stdout and stderr of a process that ends within the limit."""
    if group:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    out, err = process.communicate(timeout=LIMIT)
    return process.returncode, out, err


def gone(folder: Path) -> bool:
    """Whether nothing with this mark is left within the limit."""
    limit = time.monotonic() + LIMIT
    while marked(folder) and time.monotonic() < limit:
        time.sleep(0.05)
    return not marked(folder)


def seconds_of_processor(process: subprocess.Popen[str]) -> float:
    """Return the processor time that a process used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
