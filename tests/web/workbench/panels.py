"""Answers and fits for tests of the workbench."""

from __future__ import annotations

from collega.model.estimate import estimate
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.records.models import Kind, current_design


def keep_answers(study, kind=Kind.REAL, participants=20):
    """Answers of a panel, kept as of this kind."""
    row = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=participants, seed=1)
    bridge.keep_panel(study, panel, kind, design=row)
    return bridge.panel_of(study, kind)


def keep_fit(study, kind=Kind.REAL, **fields):
    """A fit of the answers that are there."""
    panel = bridge.panel_of(study, kind)
    return bridge.keep_fit(study, estimate(panel.counted, "hierarchical", seed=1), panel.counted, kind, **fields)
