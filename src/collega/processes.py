"""Processes that live as long as the one that started them, with all that they start themselves.

Each has a group of its own, which is ended as a whole. A pipe is open as long as its parent lives: when even SIGKILL
ended that one, the pipe closes, and the child ends itself and its group.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

GRACE = 2.0  # seconds to end by itself
_POSIX = os.name == "posix"
_LIFELINE = "COLLEGA_LIFELINE"

MOST_ENDS, SO_SOON = 4, 60.0


@dataclass(slots=True)
class _Kept:
    """A module that has to run, its process, and when it ended before."""

    command: Sequence[str]
    process: subprocess.Popen[bytes]
    ends: list[float] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"'{' '.join(self.command[:2])}'"

    def ends_too_often(self, moment: float) -> bool:
        self.ends = [*(end for end in self.ends if moment - end < SO_SOON), moment]
        return len(self.ends) >= MOST_ENDS


class Processes:
    """Python modules that run as processes until the end of the block."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._running: list[subprocess.Popen[bytes]] = []
        self._receiver, self._sender = os.pipe()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        os.close(self._receiver)
        os.close(self._sender)

    def run(self, *arguments: str) -> int:
        """Run a module to its end; return its exit code."""
        return self._start(arguments).wait()

    def keep_running(self, *commands: Sequence[str]) -> int:
        """Run modules side by side, and start again what ends; return the exit code of one that keeps ending, never 0.

        Something that ends ``MOST_ENDS`` times within ``SO_SOON`` seconds will not run by starting it once more.
        """
        running = [_Kept(command, self._start(command)) for command in commands]
        while True:
            for program in running:
                code = program.process.poll()
                if code is None:
                    continue
                self._running.remove(program.process)
                if program.ends_too_often(time.monotonic()):
                    print(f"{program.title} ended {MOST_ENDS} times within {SO_SOON:.0f} seconds; the site stops.",
                          file=sys.stderr)  # fmt: skip
                    return code or 1
                print(f"{program.title} ended (exit code {code}); it is started again.", file=sys.stderr)
                program.process = self._start(program.command)
            time.sleep(0.2)

    def in_turn(self, commands: Mapping[str, Sequence[str]], at_once: int, ended: Callable[[str, int], None]) -> None:
        """Run modules, so many at once; tell the name and exit code of each that ends."""
        waiting, running = list(commands), dict[str, subprocess.Popen[bytes]]()
        while waiting or running:
            while waiting and len(running) < at_once:
                name = waiting.pop(0)
                running[name] = self._start(commands[name])
            for name in [name for name, process in running.items() if process.poll() is not None]:
                ended(name, running.pop(name).returncode)
            time.sleep(0.1)

    def _start(self, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", __name__, *arguments]
        if _POSIX:
            environment = self._environment | {_LIFELINE: str(self._receiver)}
            process = subprocess.Popen(command, env=environment, start_new_session=True, pass_fds=[self._receiver])
        else:
            process = subprocess.Popen(command, env=self._environment)
        self._running.append(process)
        return process

    def _end(self) -> None:
        """Ask every group to end, wait a little, and end what is left; also what a process left behind in its group."""
        for process in self._running:
            _signal(process, signal.SIGTERM)
        limit = time.monotonic() + GRACE
        for process in self._running:
            try:
                process.wait(max(0.0, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for process in self._running:
            _signal(process, signal.SIGKILL if _POSIX else signal.SIGTERM)
            process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        if _POSIX:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    except (ProcessLookupError, PermissionError):
        return  # ended already, all of it


def _end_with_parent(lifeline: int) -> None:
    """Wait for the end of the parent, and end this process's group."""
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Run a module as ``python -m`` does, but no longer than the parent lives."""
    lifeline = os.environ.pop(_LIFELINE, "")
    if lifeline:
        threading.Thread(target=_end_with_parent, args=(int(lifeline),), daemon=True, name="lifeline").start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
