"""What ran on what: printed above every run, so that its ratios can be traced."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.calibration import calibrate
from benchmarks.peers import FOLDER, run_python, run_r

OURS = ("collega", "numpy", "scipy", "numba", "polars")
R_PACKAGES = ("ordinal", "MASS", "TMB", "lme4", "AlgDesign")
_R = """
cat(R.version.string, basename(extSoftVersion()[["BLAS"]]), sep = "; ")
for (p in commandArgs(TRUE)) {
  cat(";", p, if (requireNamespace(p, quietly = TRUE)) as.character(packageVersion(p)) else "-")
}
"""
_PYTHON = """
import sys
from importlib.metadata import PackageNotFoundError, version
for name in sys.argv[1:]:
    try:
        print(name, version(name))
    except PackageNotFoundError:
        print(name, "-")
"""


def tell() -> None:
    """Print machine, how fast it is now, own versions and the peers' versions; a dash is what is not installed."""
    print(f"Machine: {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.platform()}")
    print(calibrate())
    ours = "; ".join(f"{name} {version(name)}" for name in OURS)
    print(f"Collega: Python {platform.python_version()}; {ours}")
    r = run_r("-e", _R, *R_PACKAGES)
    if r:
        print(f"R: {r.strip()}")
    python = run_python("the peers' Python", "-c", _PYTHON, *_pinned())
    if python:
        print(f"Python's peers: {'; '.join(python.split(chr(10))).strip('; ')}")
    sys.stdout.flush()


def _pinned() -> list[str]:
    return re.findall(r"^([\w-]+)==", (FOLDER / "peers.txt").read_text(encoding="utf-8"), re.MULTILINE)


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", file.read_text(encoding="utf-8")) if file.is_file() else None
    return found.group(1) if found else platform.processor() or "unknown processor"
