"""What to look at, and its words."""

from __future__ import annotations

import pytest

from collega.study import parse_study
from collega.training import Attention, Comparison, Estimate, WeightBeside, attention_of, attention_sentence
from tests.training.made_trainers import TEXT

STUDY = parse_study(TEXT)


def weight(criterion, own, theirs, more, half=5.0):
    def around(value, half):
        return Estimate(value=value, interval=(value - half, value + half))

    return WeightBeside(criterion=criterion, speaks_for="a", speaks_against="b", own=around(own, half),
                        theirs=around(theirs, 2.0), difference=around(own - theirs, half), more=more)  # fmt: skip


def comparison(*weights, level=0.0, level_more=0.5):
    level = Estimate(value=level, interval=(level - 5, level + 5))
    return Comparison(judged=10, weights=weights, own_level=level, their_level=level, level_difference=level,
                      level_more=level_more)  # fmt: skip


def test_differences_that_are_likely_and_large_are_named_surest_first():
    found = attention_of(comparison(weight("who", 30, 20, 0.99), weight("what", 2, 30, 0.1), weight("how", 21, 20, 0.99),
                                    weight("when", 30, 20, 0.7)))  # fmt: skip
    assert [(each.kind, each.criterion, each.sure) for each in found] == [
        ("more", "who", True),
        ("less", "what", False),
    ]
    assert found[0].estimate == 10
    assert found[1].interval == (-33, -23)


def test_the_other_way_is_named_as_such():
    found = attention_of(comparison(weight("who", -20, 20, 0.001)))
    assert [each.kind for each in found] == ["opposite"]


@pytest.mark.parametrize(("level", "more", "kind"), [(8.0, 0.99, "milder"), (-8.0, 0.02, "stricter")])
def test_the_level_is_named(level, more, kind):
    assert [each.kind for each in attention_of(comparison(level=level, level_more=more))] == [kind]


def test_nothing_likely_is_said_as_that():
    assert [each.kind for each in attention_of(comparison(weight("who", 21, 20, 0.6)))] == ["alike"]


def test_at_most_three_differences():
    many = [weight(key, 40, 20, 0.99) for key in ("who", "what", "how", "when")]
    assert len(attention_of(comparison(*many, level=9.0, level_more=0.99))) == 3


def test_a_criterion_that_is_left_out_as_a_reason():
    theirs, own = [("who", "what")] * 4, [("what",), ("what",), ("who",), ("how",)]
    found = attention_of(comparison(), theirs, own)
    assert [(each.kind, each.criterion, each.estimate, each.among) for each in found[1:]] == [("unnamed", "who", 3, 4)]
    assert len(attention_of(comparison(), theirs, [()] * 4)) == 1  # who gives no reasons left nothing out


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", ["more", "less", "opposite", "milder", "stricter", "unnamed", "alike"])
@pytest.mark.parametrize("probability", [0.99, 0.85])
def test_every_kind_has_words(kind, probability, language):
    found = Attention(kind=kind, criterion="who", estimate=12.0, probability=probability, among=14)
    text = attention_sentence(found, STUDY, language)
    assert text.endswith(".")
    assert ("Who" in text) == (kind in ("more", "less", "opposite", "unnamed"))
    assert ("12" in text) == (kind != "alike")
    certain = "certain" if language == "en" else "zeker"
    assert (certain in text) == (probability < 0.95 and kind not in ("unnamed", "alike"))


def test_the_words():
    found = Attention(kind="more", criterion="who", estimate=20.4, probability=0.99)
    assert attention_sentence(found, STUDY, "en") == "You give “Who” more weight than they do: 20 points."
    assert attention_sentence(found, STUDY, "nl") == "U laat ‘Who’ zwaarder wegen dan zij: 20 punten."
