"""No sentence that compares two numbers can be caught: over many values, in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collega.findings import Finding, sentence
from collega.study.text import Language
from tests.findings.test_words import STUDY

PERCENT = st.floats(0.0, 100.0, allow_subnormal=False)
WIDTH = st.floats(0.0, 20.0, allow_subnormal=False)
NUMBER = r"(\d+(?:[.,]\d+)?)"
BEFORE = {"nl": "berekend vóór het afronden", "en": "computed before rounding"}


def numbers_in(text: str) -> tuple[list[str], str]:
    """Return what stands in a sentence: both percentages, the difference and its ends; and the sentence."""
    told = re.search(
        rf"{NUMBER}%,? (?:tegen|against) {NUMBER}%.*? is {NUMBER} (?:procentpunt|percentage points?) "
        rf"\((?:tussen|between) {NUMBER} (?:en|and) {NUMBER}\)",
        text,
    )
    assert told is not None, text
    return list(told.groups()), text


def decimals(text: str) -> int:
    return len(re.split("[.,]", text)[1]) if re.search("[.,]", text) else 0


@pytest.mark.parametrize("language", ["nl", "en"])
@given(one=PERCENT, other=PERCENT, below=WIDTH, above=WIDTH)
@example(one=22.6, other=5.4, below=4.0, above=5.0)
@example(one=22.5, other=5.5, below=4.0, above=5.0)
@example(one=23.4, other=22.6, below=0.4, above=0.5)
@example(one=0.3, other=0.1, below=0.15, above=0.3)
@example(one=50.04, other=49.96, below=0.05, above=0.05)
def test_a_difference_agrees_with_its_sides_or_says_why_not(
    language: Language, one: float, other: float, below: float, above: float
) -> None:
    estimate = one - other
    if abs(estimate) < 0.01:
        return  # nobody tells a difference of less than a hundredth of a point
    interval = (estimate - below, estimate + above)
    finding = Finding(
        kind="group_weight", criteria=("a",), characteristic="post", value="x", participants=12, among=3,
        estimate=estimate, interval=interval, numbers=(one, other),
    )  # fmt: skip
    told, text = numbers_in(sentence(finding, STUDY, language))
    first, second, difference, low, high = (float(number.replace(",", ".")) for number in told)
    assert len({decimals(number) for number in told}) == 1
    assert first != second
    assert (first > second) == (estimate > 0)
    assert difference > 0
    assert low <= difference <= high
    assert low < high or above + below < 0.01
    if interval[0] * interval[1] > 0 and min(map(abs, interval)) > 0.001:
        assert low > 0  # what leaves out 0 is not told as starting there
    agrees = abs(abs(first - second) - difference) < 1e-6
    assert agrees != (BEFORE[language] in text)


@pytest.mark.parametrize("language", ["nl", "en"])
@given(middle=st.floats(1.0, 80.0), below=st.floats(0.01, 20.0), above=st.floats(0.01, 20.0))
@example(middle=23.6, below=0.09, above=0.14)
def test_what_weighs_most_lies_in_its_own_interval(
    language: Language, middle: float, below: float, above: float
) -> None:
    interval = (max(middle - below, 0.0), middle + above)
    finding = Finding(kind="weight", criteria=("a",), estimate=middle, interval=interval, numbers=(middle,), among=5)
    text = sentence(finding, STUDY, language)
    percent, low, high = (float(number.replace(",", ".")) for number in re.findall(rf"{NUMBER}%", text))
    assert low <= percent <= high
    assert low < high


def test_the_sentence_that_was_caught() -> None:
    finding = Finding(
        kind="group_weight", criteria=("b",), characteristic="post", value="x", participants=12, among=3,
        estimate=17.3, interval=(12.2, 22.4), numbers=(22.6, 5.3),
    )  # fmt: skip
    assert sentence(finding, STUDY, "nl").endswith(
        "23%, tegen 5% in de andere groepen. Het verschil, berekend vóór het afronden, is 17 procentpunt "
        "(tussen 12 en 22)."
    )
    assert sentence(finding, STUDY, "en").endswith(
        "23%, against 5% in the other groups. The difference, computed before rounding, is 17 percentage points "
        "(between 12 and 22)."
    )
