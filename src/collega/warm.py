"""Compile the numerical kernels once, so that no user waits for it: ``python -m collega.warm``.

numba keeps compiled code beside each file, and looks only at that file to see whether it changed; a kernel that
calls a changed kernel of another file would go on with old code. So when any source with a kernel changed, all
compiled code is thrown away first.
"""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path

ROOT = Path(__file__).parent
STAMP = ROOT / "__pycache__" / "kernels.sha256"
ROOMS = ("collega.design", "collega.model", "collega.model.hierarchical", "collega.insight")


def kernel_files() -> list[Path]:
    """Return every source file with a compiled kernel, in order."""
    return sorted(path for path in ROOT.rglob("*.py") if "njit" in path.read_text(encoding="utf-8"))


def fingerprint() -> str:
    """Return a hash of all kernel sources together."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in kernel_files())).hexdigest()


def clear_stale(stamp: Path = STAMP) -> bool:
    """Throw away compiled code of other sources than today's; return whether that was needed."""
    now = fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return False
    for compiled in [*ROOT.rglob("*.nbi"), *ROOT.rglob("*.nbc")]:
        compiled.unlink(missing_ok=True)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(now, encoding="ascii")
    return True


def warm() -> None:
    """Compile every kernel with the types that the product uses."""
    clear_stale()
    for room in ROOMS:
        importlib.import_module(room).warm()


if __name__ == "__main__":
    warm()
