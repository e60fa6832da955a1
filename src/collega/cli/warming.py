"""The command warm."""

from __future__ import annotations

import time

from collega import warm as kernels
from collega.cli.app import AsJson, app
from collega.cli.output import print_json, say
from collega.cli.progress import compile_kernels


@app.command()
def warm(as_json: AsJson = False) -> None:
    """Compile the numerical kernels, once after installing; otherwise the first command that computes does it."""
    began = time.perf_counter()
    cold = kernels.is_cold()
    compile_kernels()
    seconds = round(time.perf_counter() - began, 1)
    if as_json:
        print_json({"compiled": cold, "seconds": seconds})
    say(f"Compiled in {seconds:.0f} s." if cold else "The kernels were compiled already.")
