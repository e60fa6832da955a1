"""A short version of ``python -m benchmarks whose``: what each share claims, in a few studies."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import whose
from benchmarks.whose import CLAIMS, KINDS, PANELS, PROFESSION, draw, one_study
from collega.model.hierarchical.fit import Effort

QUICK = Effort(chains=2, warm_up=150, sweeps=300, rounds=0)
APART = 3  # number of a kind of people whose groups differ in strictness too


@pytest.mark.slow
def test_intervals_hold_what_they_claim_and_counts_mend_a_skewed_panel() -> None:
    """Five studies, one of each kind, both panels: limits far out in what ten panels of 50 cases give."""
    found = [one_study(whose.FIRST + 100 + k, panel, effort=QUICK) for k in range(len(KINDS)) for panel in PANELS]
    for claim in CLAIMS:
        assert np.mean([outcome.held[claim].mean() for outcome in found]) > 0.78, claim
    for outcome in found:
        own, colleagues = (np.array([one.interval for one in outcome.shares[claim]]) for claim in CLAIMS[:2])
        assert np.ptp(colleagues, axis=1).mean() > 1.04 * np.ptp(own, axis=1).mean()
    apart = found[2 * APART + 1]
    assert "strictness" in KINDS[(whose.FIRST + 100 + APART) % len(KINDS)]
    assert np.sqrt(apart.squares["profession"].mean()) < 0.9 * np.sqrt(apart.raw.mean())


def test_the_truth_is_as_stated() -> None:
    skewed, random = (draw(whose.FIRST + APART, panel) for panel in ("skewed", "random"))
    groups = skewed.panel.people["group"].value_counts().sort("group")["count"].to_list()
    assert groups == list(whose.SKEWED)
    assert random.panel.n_participants == whose.PEOPLE
    np.testing.assert_array_equal(random.truth["colleagues"], random.truth["profession"])
    # 50, 30 and 20% of the population from which the skewed panel came, 20, 50 and 30% of the profession
    assert np.abs(skewed.truth["colleagues"] - skewed.truth["profession"]).max() > 0.03
    assert PROFESSION.sum() == pytest.approx(1.0)
    for drawn in (skewed, random):
        for share in drawn.truth.values():
            assert ((share > 0.0) & (share < 1.0)).all()


def test_clustered_intervals_are_counted() -> None:
    assert 0.6 <= whose.clustered(whose.FIRST, "random", "pooled") <= 1.0
