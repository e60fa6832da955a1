"""Which differences are said."""

from __future__ import annotations

from typing import Any

import pytest

from collega.findings import Finding, chosen
from collega.findings.selection import FALSE, least


def difference(criterion: str, value: str = "x", **more: Any) -> Finding:
    plain: dict[str, Any] = {"kind": "group_weight", "characteristic": "post", "estimate": 10.0, "interval": (4.0, 16.0),
                             "probability": 0.99, "expected": 0.95, "p_value": 0.01}  # fmt: skip
    return Finding(criteria=(criterion,), value=value, **(plain | more))


@pytest.mark.parametrize(
    "doubt", [{"p_value": 0.2}, {"p_value": None}, {"probability": 0.94}, {"expected": 0.7}, {"probability": None}]
)
def test_a_difference_needs_the_test_and_the_posterior(doubt: dict[str, Any]) -> None:
    assert chosen([difference("a")]) == [difference("a")]
    assert chosen([difference("a", **doubt)]) == []


def test_strictness_has_no_probability_in_the_population() -> None:
    found = Finding(kind="strictness", characteristic="post", value="x", estimate=8.0, interval=(2.0, 14.0),
                    probability=0.99, p_value=0.01)  # fmt: skip
    assert chosen([found]) == [found]


def test_the_expected_share_of_false_ones_is_kept() -> None:
    many = [difference(f"c{n}", probability=0.95) for n in range(20)]
    told = chosen(many)
    assert sum(1 - each.probability for each in told if each.probability is not None) / len(told) <= FALSE + 1e-12


def test_they_are_ordered_by_how_large_they_are_at_least() -> None:
    wide, narrow = difference("a", estimate=20.0, interval=(1.0, 39.0)), difference("b", interval=(8.0, 12.0))
    below = difference("c", estimate=-9.0, interval=(-11.0, -6.0))
    assert chosen([wide, below, narrow]) == [narrow, below, wide]
    assert least(below) == 6.0
    assert least(difference("a", interval=(-1.0, 3.0))) == 0.0


def test_one_group_is_named_of_each_criterion_and_characteristic() -> None:
    first, second = difference("a"), difference("a", "y", estimate=-8.0, interval=(-10.0, -2.0))
    elsewhere = difference("a", characteristic="other")
    assert chosen([second, first, elsewhere]) == [first, elsewhere]


def test_what_is_new_comes_before_more_about_the_same_criterion() -> None:
    large, again, new = difference("a"), difference("a", characteristic="other"), difference("b", interval=(1.0, 19.0))
    assert chosen([large, again, new]) == [large, new, again]


def test_a_trend_says_it_of_its_groups() -> None:
    group = Finding(kind="strictness", characteristic="post", value="x", estimate=8.0, interval=(6.0, 14.0),
                    probability=0.99, p_value=0.01)  # fmt: skip
    trend = Finding(kind="trend", characteristic="post", values=("x", "y"), estimate=8.0, interval=(2.0, 14.0),
                    probability=0.99, p_value=0.01)  # fmt: skip
    assert chosen([group, trend]) == [trend]
