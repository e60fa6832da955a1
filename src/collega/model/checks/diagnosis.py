"""What a fitted model does not see: every check of one panel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from collega.errors import NotComputedError
from collega.model.checks.interactions import Interaction, interactions
from collega.model.checks.order import KINDS, OrderTest, order_tests
from collega.model.checks.part import part_of
from collega.model.checks.prediction import gain_of_stretch
from collega.model.checks.proportional_odds import ProportionalOdds, proportional_odds
from collega.model.checks.scale_use import ScaleUse, scale_use, untested_scale_use
from collega.model.checks.scenarios import ScenarioFit, scenario_fits
from collega.model.checks.score import base_of
from collega.model.checks.working import working_model
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What the answers tell about the assumptions of the models; the same whichever of them is fitted.

    Attributes
    ----------
    participants : int
        On whose answers it rests: all, or in a large panel so many of them.
    proportional_odds : tuple of ProportionalOdds
        Of all criteria together, then of each.
    interactions : tuple of Interaction
        Of every pair of criteria.
    scale_use : ScaleUse
        Whether people differ in how they use the answer scale.
    scenarios : tuple of ScenarioFit
        Of every scenario with levels of its own: whether its answers are those that the model gives it.
    order : tuple of OrderTest
        Whether the place in the interview and the week matter.
    """

    participants: int
    proportional_odds: tuple[ProportionalOdds, ...]
    interactions: tuple[Interaction, ...]
    scale_use: ScaleUse
    scenarios: tuple[ScenarioFit, ...]
    order: tuple[OrderTest, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit`` under ``diagnostics``."""
        return {
            "participants": self.participants,
            "proportional_odds": [test.as_json() for test in self.proportional_odds],
            "interactions": [pair.as_json() for pair in self.interactions],
            "scale_use": self.scale_use.as_json(),
            "scenarios": [fit.as_json() for fit in self.scenarios],
            "order": [test.as_json() for test in self.order],
        }


def diagnose(panel: Panel | PanelParts) -> Diagnosis:
    """Check what the models assume, on the answers of the included participants.

    Nothing is drawn at random: the same answers give the same diagnosis. Of a panel with more than 60,000 answers every
    second, third ... participant is used. Where all answers are the same one, nothing can be tested, and it says so.

    Parameters
    ----------
    panel : Panel or PanelParts
    """
    panel = part_of(panel)
    try:
        model = working_model(panel)
    except NotComputedError as error:
        return Diagnosis(
            participants=panel.n_participants,
            proportional_odds=proportional_odds(panel),
            interactions=(),
            scale_use=untested_scale_use(error.message),
            scenarios=(),
            order=tuple(OrderTest(kind=kind, reason=error.message) for kind in KINDS),
        )
    base = base_of(model)
    return Diagnosis(
        participants=panel.n_participants,
        proportional_odds=proportional_odds(panel, base),
        interactions=interactions(base, panel.study.criterion_keys),
        scale_use=_with_gain(scale_use(model), panel),
        scenarios=scenario_fits(base, model.scenarios, panel.study.minimum_group),
        order=order_tests(base, panel),
    )


def _with_gain(use: ScaleUse, panel: Panel) -> ScaleUse:
    gain = gain_of_stretch(panel, use.sd) if use.sd else None
    return use if gain is None else replace(use, gain=gain.nats, gain_se=gain.se)
