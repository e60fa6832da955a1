"""Compile the numerical kernels once, so that no user waits for it: ``collega warm`` or ``python -m collega.warm``.

numba keeps compiled code, and looks only at a function's own file to see whether it changed; a kernel that calls a
changed kernel of another file would go on with old code. So when any source with a kernel changed, all compiled code is
thrown away first. Every room is compiled in a process of its own.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from collega import stopping
from collega.caches import ROOT, compiled_files, stamp_file
from collega.errors import NotComputedError
from collega.messages import Message
from collega.processes import Processes

ROOMS = (
    "collega.model.hierarchical",
    "collega.model.large",
    "collega.model",
    "collega.design",
    "collega.insight",
)  # the longest first


def kernel_files() -> list[Path]:
    """Return every source file with a compiled kernel, in order."""
    return sorted(path for path in ROOT.rglob("*.py") if "@njit" in path.read_text(encoding="utf-8"))


def fingerprint() -> str:
    """Return a hash of all kernel sources together."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in kernel_files())).hexdigest()


def is_cold() -> bool:
    """Whether kernels must still be compiled; quick, since every command asks it."""
    stamp = _stamp()
    if not stamp.get("complete"):
        return True
    if all(_state(ROOT / name) == state for name, state in stamp["files"].items()):
        return False
    if stamp["sha256"] != fingerprint():
        return True
    _write_stamp(complete=True, compiled=stamp.get("compiled"))  # other times, the same sources: as after a check-out
    return False


def clear_stale() -> bool:
    """Throw away compiled code of other sources than today's; return whether that was needed."""
    if _stamp().get("sha256") == fingerprint():
        return False
    for source in kernel_files():
        for compiled in compiled_files(source):
            compiled.unlink(missing_ok=True)
    _write_stamp(complete=False)
    return True


def warm(progress: Callable[[str, float], None] | None = None) -> None:
    """Compile every kernel with the types that the product uses.

    Parameters
    ----------
    progress : callable, optional
        Called with a room that is done and the fraction of the rooms that are, 0 to 1.

    Raises
    ------
    NotComputedError
        Where a room could not be compiled; the process's own lines on stderr say why.
    """
    clear_stale()
    done: list[str] = []

    def tell(room: str, code: int) -> None:
        if code:
            raise NotComputedError(Message("warm-not-compiled", room=room))
        done.append(room)
        if progress is not None:
            progress(room, len(done) / len(ROOMS))

    with Processes(dict(os.environ)) as processes:
        processes.in_turn({room: ["collega.warm", room] for room in ROOMS}, os.cpu_count() or 1, tell)
    _write_stamp(complete=True, compiled=specialisations())


def specialisations() -> dict[str, int]:
    """Return for how many kinds of arguments every kernel, ``file.function-line``, is compiled."""
    code = [file.stem for source in kernel_files() for file in compiled_files(source) if file.suffix == ".nbc"]
    return dict(Counter(name.rsplit(".py", 1)[0] for name in code))


def _stamp() -> dict[str, Any]:
    try:
        stamp: dict[str, Any] = json.loads(stamp_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def _write_stamp(*, complete: bool, compiled: dict[str, int] | None = None) -> None:
    files = {path.relative_to(ROOT).as_posix(): _state(path) for path in kernel_files()}
    stamp = {"sha256": fingerprint(), "complete": complete, "files": files, "compiled": compiled or {}}
    stamp_file().parent.mkdir(parents=True, exist_ok=True)
    stamp_file().write_text(json.dumps(stamp), encoding="utf-8")


def _state(path: Path) -> list[int]:
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        importlib.import_module(sys.argv[1]).warm()
    else:
        stopping.install()
        warm(lambda room, fraction: print(f"  {room} ({fraction:.0%})", file=sys.stderr))
