"""Compile the kernels of this room."""

from __future__ import annotations

from collega.model.hierarchical.fit import Effort
from collega.model.hierarchical.warm import tiny_panel
from collega.model.large.fit import fit_large
from collega.model.large.settings import Settings


def warm() -> None:
    """Fit a tiny panel as if it were a large one."""
    effort = Effort(chains=1, warm_up=4, sweeps=6, rounds=0)
    settings = Settings(subsample=4, representatives=4, of_a_group=1, draws=4, passes=1, part=5)
    fit_large(tiny_panel(characteristics=True), effort=effort, settings=settings, scale_use=True)
