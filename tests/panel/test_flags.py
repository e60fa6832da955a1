"""Signs of careless answering: who is flagged, why, and who is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from collega.design.layout import Design
from collega.panel import Panel, quality_flags
from tests.panel.panels import STUDY
from tests.panel.panels import panel as small_panel

DESIGN = Design(
    scenarios=tuple("abcdef"),
    profiles=np.array([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]),
    versions=("1",),
    shows=((0, 1, 2, 3, 4, 5, 0, 1),),
)


def panel(answers: list[list[int]], seconds: list[float] | None = None) -> Panel:
    """Everyone judges a to f, and a and b again."""
    people = pl.DataFrame({"participant": [f"p{i}" for i in range(len(answers))], "included": "true"})
    sizes = [len(row) for row in answers]
    return Panel(
        study=STUDY,
        design=DESIGN,
        people=people,
        participant=np.repeat(np.arange(len(answers)), sizes).astype(np.int32),
        scenario=np.concatenate([np.array([0, 1, 2, 3, 4, 5, 0, 1])[:size] for size in sizes]).astype(np.int32),
        answer=np.concatenate([np.array(row) for row in answers]).astype(np.int8),
        seconds=None if seconds is None else np.repeat(np.array(seconds), sizes),
    )


VARIED = [0, 1, 2, 3, 1, 2, 0, 1]


def test_straight_lining() -> None:
    flags = quality_flags(panel([[2] * 8, VARIED, [2] * 5, [2] * 7 + [3]]))
    assert flags["straight_lining"].to_list() == [True, False, False, False]
    assert flags["reasons_en"].to_list() == ["gave the same answer to all 8 scenarios (Rather yes)", "", "", ""]
    assert flags["reasons_nl"][0] == "gaf op alle 8 scenario’s hetzelfde antwoord (Eerder wel)"


def test_too_fast_is_under_a_third_of_the_usual_time() -> None:
    flags = quality_flags(panel([VARIED] * 5, [30.0, 30.0, 33.0, 10.0, 9.9]))
    assert flags["too_fast"].to_list() == [False, False, False, False, True]
    assert flags["seconds"].to_list() == [30.0, 30.0, 33.0, 10.0, 9.9]
    assert flags["reasons_en"][4] == "took 9.9 seconds per scenario where the panel usually took 30.0"
    assert flags["reasons_nl"][4] == "nam per scenario 9,9 seconden, het panel meestal 30,0"


def test_few_or_no_times_say_nothing() -> None:
    assert not quality_flags(panel([VARIED] * 2))["too_fast"].any()
    assert quality_flags(panel([VARIED] * 2))["seconds"].to_list() == [None, None]
    assert not quality_flags(panel([VARIED, VARIED, VARIED[:5]], [30.0, 30.0, 1.0]))["too_fast"].any()


def test_contradiction_is_the_other_side_and_half_the_scale_away() -> None:
    flags = quality_flags(
        panel(
            [
                [0, 1, 2, 3, 1, 2, 2, 1],  # a: 0 and 2
                [1, 1, 2, 3, 1, 2, 2, 1],  # a: 1 and 2, a small doubt
                [2, 1, 2, 3, 1, 2, 3, 1],  # a: 2 and 3, the same side
                [0, 3, 2, 3, 1, 2, 3, 0],  # both
            ]
        )
    )
    assert flags["contradiction"].to_list() == [True, False, False, True]
    assert flags.select("repeated", "contradicted").rows() == [(2, 1), (2, 0), (2, 0), (2, 2)]
    assert flags["reasons_en"][3] == "gave opposite answers to 2 of 2 repeated scenarios"
    assert flags["reasons_nl"][0] == "gaf bij 1 van de 2 herhaalde scenario’s een tegengesteld antwoord"


def test_the_same_levels_under_another_id_are_a_repeat() -> None:
    rows = panel([[0, 1, 2, 3, 1, 2, 3, 1], [2] * 8])
    scenario = np.where(np.arange(16) % 8 < 6, rows.scenario, rows.scenario + 6)
    design = Design(
        scenarios=tuple("abcdefgh"),
        profiles=np.vstack([DESIGN.profiles, DESIGN.profiles[:2]]),
        versions=("1",),
        shows=(tuple(range(8)),),
    )
    apart = Panel(
        study=STUDY,
        design=design,
        people=rows.people,
        participant=rows.participant,
        scenario=scenario,
        answer=rows.answer,
    )
    assert quality_flags(apart).equals(quality_flags(rows))
    assert quality_flags(apart).select("repeated", "contradicted").rows() == [(2, 1), (2, 0)]
    alike = Design(scenarios=design.scenarios, profiles=0 * design.profiles, versions=("1",), shows=design.shows)
    same = replace(apart, design=alike)
    assert not quality_flags(same)["straight_lining"].any()


def test_nobody_is_dropped() -> None:
    before = small_panel()
    flags = quality_flags(before)
    assert flags["participant"].to_list() == before.people["participant"].to_list()
    assert flags["answers"].to_list() == [3, 2, 2, 0]
