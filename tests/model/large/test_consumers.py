"""What is made from a fit takes one of a large panel as any other: sizes are those of participants, numbers near."""

import numpy as np
import pytest

from collega.colleague import ask
from collega.colleague.case import make_case
from collega.findings.strictness import average_case_shares
from collega.insight.importance import importance_table
from collega.insight.levels import level_draws
from collega.noise import measure_noise


def test_differences_between_people(before, fit, exact):
    ours, theirs = measure_noise(before, fit), measure_noise(before, exact)
    assert ours.everybody.participants == 400
    assert ours.everybody.other_colleague.share == pytest.approx(theirs.everybody.other_colleague.share, abs=0.015)
    assert ours.everybody.pattern.share == pytest.approx(theirs.everybody.pattern.share, abs=0.04)
    for value in ("v0", "v1"):
        one, other = ours.groups["h0"][value], theirs.groups["h0"][value]
        assert one.participants == other.participants == int(before.group("h0", value).sum())
        assert one.other_colleague.share == pytest.approx(other.other_colleague.share, abs=0.02)


def test_the_virtual_colleague(before, fit, exact):
    case = make_case(before.study, {"c0": "l1"})
    ours, theirs = (ask(before.study, some, case, panel=before, group=("h0", "v0")) for some in (fit, exact))
    assert ours.participants == theirs.participants
    assert ours.share == pytest.approx(theirs.share, abs=0.03)
    everybody = ask(before.study, fit, case, panel=before)
    assert everybody.participants == 400
    assert everybody.share == pytest.approx(ask(before.study, exact, case, panel=before).share, abs=0.015)


def test_levels_and_weights(before, fit, exact):
    ours, theirs = level_draws(before.study, fit), level_draws(before.study, exact)
    away = np.abs(ours.shares["share"].to_numpy() - theirs.shares["share"].to_numpy())
    assert away.max() < 0.02
    nothing = np.full(3, np.nan)
    one, other = (importance_table(some, nothing, nothing).sort("criterion") for some in (fit, exact))
    assert np.abs(one["percent"].to_numpy() - other["percent"].to_numpy()).max() < 6
    assert np.abs(one["individual"].to_numpy() - other["individual"].to_numpy()).max() < 4


def test_everyones_own_share_is_that_of_representatives(before, fit):
    shares = average_case_shares(before.study, fit)
    assert shares.shape[1] == fit.draws.individual.shape[1] < 400
