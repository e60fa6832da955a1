"""The order of a session: which scenario is judged, talked about and judged again when.

Controls are judged first and again last, with nothing of them shown or said in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from collega.web.records.models import Session, SessionScenario

Step = Literal["judge", "judged", "talk", "again", "judged_again", "after"]
FIRST: tuple[Step, ...] = ("judge", "judged")
SECOND: tuple[Step, ...] = ("again", "judged_again", "after")


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the programme: a step of a scenario."""

    scenario: SessionScenario
    step: Step

    @property
    def round(self) -> int | None:
        """The round whose judgements are taken in now; None where none are."""
        return {"judge": 1, "again": 2}.get(self.step)

    @property
    def shows(self) -> bool:
        """Whether the answers are on the screens."""
        return self.step in ("talk", "after")

    @property
    def counts(self) -> int:
        """The round that this step belongs to."""
        return 1 if self.step in ("judge", "judged", "talk") else 2


def programme(scenarios: Sequence[SessionScenario]) -> list[Stop]:
    """Return all stops in order."""
    controls = [scenario for scenario in scenarios if scenario.control]
    stops = [Stop(scenario, step) for scenario in controls for step in FIRST]
    for scenario in scenarios:
        if not scenario.control:
            stops += [Stop(scenario, step) for step in (*FIRST, "talk", *SECOND)]
    return stops + [Stop(scenario, step) for scenario in controls for step in SECOND]


def stop_of(session: Session, scenarios: Sequence[SessionScenario] | None = None) -> Stop | None:
    """Return where a session is; None before its beginning and after its last stop."""
    stops = programme(list(session.scenarios.all()) if scenarios is None else scenarios)
    return stops[session.place] if session.is_open and 0 <= session.place < len(stops) else None


def may_go_back(session: Session, stops: Sequence[Stop]) -> bool:
    """Whether the last step can be undone: never into judgements whose answers have been seen."""
    if not session.is_open or session.place < 0:
        return False
    if session.place == 0 or session.place > len(stops):
        return session.place > 0 or not stops[0].scenario.votes.exists()
    previous = stops[session.place - 1]
    record = previous.scenario.first if previous.round == 1 else previous.scenario.second
    return previous.round is None or record is None
