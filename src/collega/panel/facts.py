"""What a fit keeps of the panel behind it."""

from __future__ import annotations

from dataclasses import dataclass

from collega.panel.identity import panel_hash
from collega.panel.limits import Limit, limits_from, limits_of
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelFacts:
    """Whose answers were counted, and what limits them.

    Attributes
    ----------
    study : Study
    participants : tuple of str
        Ids of the I counted participants.
    n_answers : int
    limits : tuple of Limit
    data_hash : str
        Tells which answers these are.
    synthetic : bool
    """

    study: Study
    participants: tuple[str, ...]
    n_answers: int
    limits: tuple[Limit, ...]
    data_hash: str
    synthetic: bool


def hash_of_panel(panel: Panel | PanelParts) -> str:
    """Return what tells which answers these are, from a panel or from its parts."""
    return panel.counted.data_hash if isinstance(panel, PanelParts) else panel_hash(panel)


def facts_of(panel: Panel | PanelParts) -> PanelFacts:
    """Return the facts of the counted participants, from a panel or from its parts."""
    if isinstance(panel, PanelParts):
        counted = panel.counted
        return PanelFacts(
            study=panel.study,
            participants=counted.participants,
            n_answers=counted.tally.n_answers,
            limits=limits_from(panel.study, panel.design, counted.tally),
            data_hash=counted.data_hash,
            synthetic=panel.synthetic,
        )
    panel = panel.counted
    return PanelFacts(
        study=panel.study,
        participants=tuple(panel.people["participant"].to_list()),
        n_answers=panel.n_answers,
        limits=limits_of(panel),
        data_hash=panel_hash(panel),
        synthetic=panel.synthetic,
    )
