"""The leaderboard's own arithmetic: rows over several panels, stacks, and who is told as better."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.leaderboard import STACK, STACK_OF_ALL, Row, _ours, _peer, _spread, _verdict, chosen
from benchmarks.leaderboard_panels import ONCE, REAL, all_names, named_panels
from benchmarks.leaderboard_peers import Peer
from collega.model.held_out import FOLDS, predict_held_out
from tests.model.references import reference_panel
from tests.model.simulated import simulated_panel


def test_public_panels_have_their_people_and_answers() -> None:
    sizes = {name: (p.n_participants, p.n_answers) for name, (p,) in named_panels(REAL)}
    assert sizes == {"wine": (9, 72), "tea": (100, 1300), "verbagg": (316, 7584), "journey": (306, 4284)}
    assert all_names()[:6] == (*REAL, ONCE, "insteval")


def test_people_who_answered_exactly_alike_are_there_once() -> None:
    (panel,) = (panels[0] for _, panels in named_panels((ONCE,)))
    whole = reference_panel("tea")
    rows = {tuple(whole.answer[whole.participant == i].tolist()) for i in range(100)}
    assert panel.n_participants == len(rows) == 71
    assert panel.n_answers == 71 * 13


def test_what_was_not_predicted_is_no_number() -> None:
    panel = simulated_panel(1, participants=6, scenarios=5)
    loss, positive = _spread(panel, np.array([0, 3]), np.full((2, 4), 0.25))
    assert np.isfinite(loss).sum() == np.isfinite(positive).sum() == 2
    assert loss[[0, 3]] == pytest.approx([np.log(4)] * 2)
    assert positive[[0, 3]] == pytest.approx([0.5, 0.5])


def test_a_peer_predicts_the_same_answers_as_ours() -> None:
    panels = [simulated_panel(seed, participants=8, scenarios=10) for seed in (1, 2)]
    seen = []

    def uniform(panel, held):  # type: ignore[no-untyped-def]
        seen.append(held)
        return np.full((held.sum(), 4), 0.25)

    row = _peer(Peer(name="uniform", folds=lambda _: 2, predict=uniform, panels=1), panels)
    assert row is not None
    ours = predict_held_out(panels[0], ["frequencies"], folds=2)
    assert (np.flatnonzero(np.isfinite(row.loss)) == np.sort(ours.row)).all()
    assert len(seen) == 2
    assert _peer(Peer(name="absent", folds=lambda _: 1, predict=lambda *_: None), panels) is None
    assert _peer(Peer(name="no time", folds=lambda _: 0, predict=uniform), panels) is None


def test_ours_on_wine_are_those_of_validate() -> None:
    panel = reference_panel("wine")
    rows = {row.name: row for row in _ours([panel])}
    found = predict_held_out(panel, ["mixed"], folds=FOLDS).compare().predictors[0]
    assert rows["mixed"].loss.mean() == pytest.approx(found.log_loss)
    assert rows[STACK].loss.mean() == pytest.approx(1.227, abs=0.002)
    assert np.isfinite(rows[STACK].positive).all()


def test_better_is_better_by_more_than_a_standard_error_on_the_same_answers() -> None:
    who = np.repeat(np.arange(10), 2)
    ours = Row(name="ours", loss=np.ones(20), positive=np.zeros(20), folds=5, seconds=0.0)
    gain = np.full(20, np.nan)
    gain[:10] = 0.8
    better = Row(name="half", loss=gain, positive=gain, folds=2, seconds=0.0)
    noise = np.where(who % 2 == 0, 0.0, 1.99)
    even = Row(name="even", loss=noise, positive=noise, folds=5, seconds=0.0)
    assert _verdict([ours, better, even], ours, who) == (
        "Rivals lower than ours (ours) by more than a standard error: half by 0.200 (0.000).\n"
    )
    assert "No rival is lower than ours (ours)" in _verdict([ours, even], ours, who)
    own = Row(name=STACK, loss=gain, positive=gain, folds=2, seconds=0.0)
    assert "No rival" in _verdict([ours, own], ours, who)


def test_ours_is_the_stack_only_where_it_gains_more_than_its_error() -> None:
    who = np.repeat(np.arange(10), 2)

    def row(name: str, loss: np.ndarray) -> Row:
        return Row(name=name, loss=loss, positive=loss, folds=5, seconds=0.0)

    models = [row("mixed", np.full(20, 1.2)), row("pooled", np.full(20, 1.3)), row("multinomial", np.full(20, 0.9))]
    better, level = np.full(20, 1.1), 1.19 + 0.2 * np.where(who % 2 == 0, 1.0, -1.0)
    assert chosen([*models, row(STACK_OF_ALL, better)], who).name == STACK_OF_ALL
    assert chosen([*models, row(STACK_OF_ALL, level)], who).name == "mixed"
