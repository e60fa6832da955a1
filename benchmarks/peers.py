"""Running the peers that ``setup.sh`` installed, and saying plainly what is left out."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent
PEERS = FOLDER / ".peers"
PYTHON = PEERS / "bin" / "python"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_SETUP = "bash benchmarks/setup.sh"
_NO_PACKAGE = re.compile(r"there is no package called .(\w+)")


def run_r(
    *arguments: str | Path, timeout: float = 1800.0, environment: Mapping[str, str] = MappingProxyType({})
) -> str | None:
    """Run R with these arguments of Rscript; None where R or a package is missing or fails, with the reason printed."""
    try:
        done = subprocess.run(
            ["Rscript", *arguments],
            capture_output=True,
            text=True,
            timeout=timeout,
            check=True,
            env=os.environ | environment | {"R_LIBS": str(PEERS / "R")},
        )
    except FileNotFoundError:
        print(f"Left out: R is not installed. Install it: {_SETUP}")
    except subprocess.TimeoutExpired:
        print(f"Left out: R took more than {timeout:.0f} s.")
    except subprocess.CalledProcessError as error:
        print(f"Left out: {_r_reason(error.stderr)}")
    else:
        return done.stdout
    return None


def run_python(name: str, *arguments: str | Path, environment: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Run Python in the peers' environment; None where ``name`` is missing or fails, with the reason printed."""
    try:
        done = subprocess.run(
            [PYTHON, *arguments], capture_output=True, text=True, check=True, env=os.environ | environment
        )
    except FileNotFoundError:
        print(f"Left out: {name} is not installed. Install it: {_SETUP}")
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines() or [str(error)]
        missing = "ModuleNotFoundError" in said[-1]
        print(f"Left out: {name}: {said[-1]}." + (f" Install it: {_SETUP}" if missing else ""))
    else:
        return done.stdout
    return None


def _r_reason(stderr: str) -> str:
    missing = _NO_PACKAGE.search(stderr)
    if missing:
        return f"R's package {missing.group(1)} is not installed. Install it: {_SETUP}"
    said = [line.strip() for line in stderr.splitlines() if line.strip() not in ("", "Execution halted")]
    return f"R failed: {' '.join(said[-2:])}"
