"""Two groups compared: numbers of the groups' own charts, turned round when the groups are, the clear ones first."""

from __future__ import annotations

import numpy as np
import pytest

from collega.findings import contrast_finding, group_weight_differences, sentence
from collega.insight import group_contrasts, importance_of, other_rows, weight_contrast
from collega.insight.weight_contrast import sign_probability
from tests.findings.test_study import heavier


def rows_of(value: str) -> np.ndarray:
    return np.flatnonzero(heavier().panel.group("post", value))


def test_both_numbers_are_those_of_the_groups_and_the_difference_is_theirs() -> None:
    made, group, others = heavier(), rows_of("x"), np.concatenate([rows_of("y"), rows_of("z")])
    frame = weight_contrast(made.fit, group, others)
    for name, rows in (("percent", group), ("other_percent", others)):
        known = dict(zip(made.fit.criteria, importance_of(made.fit, rows).percent, strict=True))
        assert dict(frame.select("criterion", name).iter_rows()) == pytest.approx(known)
    differences = frame["percent"] - frame["other_percent"]
    assert frame["difference"].to_list() == pytest.approx(differences.to_list())
    assert ((frame["low"] <= frame["difference"]) & (frame["difference"] <= frame["high"])).all()


def test_turned_round_everything_has_the_other_sign() -> None:
    one, other = weight_contrast(heavier().fit, rows_of("x"), rows_of("y")), weight_contrast(
        heavier().fit, rows_of("y"), rows_of("x")
    )  # fmt: skip
    assert one["criterion"].to_list() == other["criterion"].to_list()
    assert one["difference"].to_list() == pytest.approx((-other["difference"]).to_list())
    assert one["low"].to_list() == pytest.approx((-other["high"]).to_list())
    assert one["clear"].to_list() == other["clear"].to_list()


def test_clear_differences_come_first_the_surest_of_them_first() -> None:
    frame = weight_contrast(heavier().fit, rows_of("x"), np.concatenate([rows_of("y"), rows_of("z")]))
    assert frame["criterion"][0] == "a"  # the one that x weighs 1.5 times
    clear = frame["clear"].to_list()
    assert clear == sorted(clear, reverse=True)
    assert clear == [low > 0 or high < 0 for low, high in frame.select("low", "high").iter_rows()]
    unclear = frame.filter(~frame["clear"])["probability"].to_list()
    assert unclear == sorted(unclear, reverse=True)


def test_it_has_the_numbers_of_the_findings() -> None:
    made = heavier()
    rows = {value: rows_of(value) for value in ("x", "y", "z")}
    frame = weight_contrast(made.fit, rows["x"], other_rows(rows, "x"))
    found = group_weight_differences(made.panel, made.fit, group_contrasts(made.panel))
    mine = {each.criteria[0]: each for each in found if each.value == "x"}
    for row in frame.iter_rows(named=True):
        told = mine[row["criterion"]]
        assert (told.estimate, told.interval, told.probability) == (
            row["difference"], (row["low"], row["high"]), row["probability"],
        )  # fmt: skip


def test_others_are_everybody_in_the_other_groups_once() -> None:
    assert other_rows({"x": [3, 1], "y": [0, 5], "z": [4]}, "x").tolist() == [0, 4, 5]


def test_its_sentence_names_what_is_clear() -> None:
    made = heavier()
    rows = {value: rows_of(value) for value in ("x", "y", "z")}
    frame = weight_contrast(made.fit, rows["x"], other_rows(rows, "x"))
    finding = contrast_finding(frame, ("post", "x"), None, participants=15, others=2)
    assert finding.criteria == tuple(frame.filter("clear")["criterion"])
    assert "than in the other groups." in sentence(finding, made.panel.study, "en")
    nothing = contrast_finding(frame.clear(), ("post", "x"), ("post", "y"), participants=15)
    assert sentence(nothing, made.panel.study, "nl").startswith("Geen enkel criterium weegt in de groep ")


def test_the_probability_of_a_sign_counts_equal_draws_half() -> None:
    draws = np.array([-1.0, 0.0, 0.0, 2.0, 3.0])
    assert sign_probability(draws, 0.8) == pytest.approx(0.6)  # two of five, and half of two
    assert sign_probability(draws, -0.8) == pytest.approx(0.4)
