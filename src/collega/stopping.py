"""Stopping: whoever is asked to stop does so within five seconds, and says what was and was not written.

A signal raises :class:`Stopped` in the main thread, so that everything is cleaned up on the way out. Compiled code and
threads that wait for it hear no exception; after ``GRACE`` seconds, or a second signal, a thread of its own ends the
process. Files are never left half renamed: in :func:`renaming` a signal waits for the end.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

GRACE = 3.0  # seconds
CLOSED_OUTPUT = 141  # as the shell has it for a process that wrote to a closed pipe
_RENAMING = 1.0  # seconds that a few renames may take
_CAUSES = {"SIGINT": "Ctrl-C", "SIGTERM": "SIGTERM, a request to stop", "SIGHUP": "SIGHUP, the end of the terminal"}


class Stopped(BaseException):
    """A signal asked this process to stop; no Exception, so that nothing on the way goes on regardless."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(sentence(number))

    @property
    def cause(self) -> str:
        """What stopped this process, in words."""
        return _cause(self.number)

    @property
    def code(self) -> int:
        """Exit code, as the shell has it for a process that a signal ended."""
        return 128 + self.number


class _Files:
    """What this process did to files."""

    def __init__(self) -> None:
        self.changed: list[Path] = []
        self.aside: set[Path] = set()
        self.busy = threading.Lock()
        self.waiting = 0
        self.signal = 0


_files = _Files()


def install() -> None:
    """Take the signals that ask to stop, but for those that whoever started this process had it ignore."""
    for name in _CAUSES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    if os.name == "posix":  # elsewhere a pipe cannot be waited for
        receiver, sender = os.pipe()
        os.set_blocking(sender, False)
        signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
        threading.Thread(target=_watch, args=(receiver,), daemon=True, name="stopping").start()


def signal_received() -> int:
    """Return the signal that asked this process to stop; 0 for none."""
    return _files.signal


@contextmanager
def renaming() -> Iterator[None]:
    """Let no signal come between the renames of files that belong together."""
    with _files.busy:
        yield
    if _files.waiting:
        number, _files.waiting = _files.waiting, 0
        raise Stopped(number)


def changed(path: Path) -> None:
    """Remember that a file was written or removed."""
    if path not in _files.changed:
        _files.changed.append(path)


def aside(path: Path) -> None:
    """Remember a file under a temporary name, which must not stay."""
    _files.aside.add(path)


def sentence(number: int) -> str:
    """Say by what this process was stopped, and what was and was not written."""
    return f"Stopped by {_cause(number)}; {account()}."


def _cause(number: int) -> str:
    name = signal.Signals(number).name
    return _CAUSES.get(name, name)


def account() -> str:
    """Say what this process wrote, as the end of a sentence."""
    if not _files.changed:
        return "nothing was written"
    return f"written or removed before that: {', '.join(map(str, _files.changed))}; nothing else"


def _stop(number: int, _frame: FrameType | None) -> None:
    if _files.signal:  # what is on its way out is not disturbed; see _watch for the impatient
        return
    _files.signal = number
    if _files.busy.locked():
        _files.waiting = number
        return
    raise Stopped(number)


def _watch(receiver: int) -> None:
    """End the process where the exception does not: compiled code runs on, and so do threads that wait for it."""
    number = 0
    while number not in {getattr(signal, name, None) for name in _CAUSES}:
        number = os.read(receiver, 1)[0]
    select.select([receiver], [], [], GRACE)  # or a second signal
    _files.busy.acquire(timeout=_RENAMING)
    for path in list(_files.aside):
        with suppress(OSError):
            path.unlink(missing_ok=True)
    cursor = "\x1b[?25h" if sys.stderr is not None and sys.stderr.isatty() else ""  # a progress bar hides the cursor
    with suppress(OSError):
        os.write(2, f"{cursor}{sentence(number)}\n".encode(errors="replace"))
    os._exit(128 + number)
