"""Numbers and lines as a reader expects them."""

from __future__ import annotations

import pytest

from collega.figures.wording import listed, number, percent, signed, wrap


@pytest.mark.parametrize(
    ("value", "digits", "nl", "en"),
    [(0.125, 2, "0,12", "0.12"), (-1.5, 1, "−1,5", "−1.5"), (-0.04, 1, "0,0", "0.0"), (1234.0, 0, "1234", "1234")],
)
def test_numbers(value: float, digits: int, nl: str, en: str) -> None:
    assert (number(value, "nl", digits), number(value, "en", digits)) == (nl, en)


def test_shares_and_differences() -> None:
    assert percent(0.526, "nl") == "53%"
    assert [signed(value, "nl") for value in (3.2, -3.2, 0.2, -0.2)] == ["+3", "−3", "0", "0"]


def test_lists_in_a_sentence() -> None:
    assert listed(["a", "b", "c"], "nl") == "a, b en c"
    assert listed(["a", "b"], "en") == "a and b"
    assert listed(["a"], "en") == "a"
    assert listed([], "en") == ""


def test_lines_break_at_words_and_a_cut_is_marked() -> None:
    assert wrap("een twee drie", 8) == "een twee\ndrie"
    assert wrap("een twee drie vier vijf zes", 9, 2) == "een twee\ndrie …"
    assert wrap("", 8) == ""


def test_long_words_break_between_syllables() -> None:
    assert wrap("Uitvoeringsorganisatie", 14, 5).split("\n")[0] == "Uitvoeringsor-"
    assert wrap("Gegevensbescherming", 10, 5) == "Gegevens-\nbescher-\nming"
    assert all(len(line) <= 7 for line in wrap("xxxxxxxxxxxxxxxxxxxx", 7, 9).split("\n"))


def test_a_size_stays_on_one_line() -> None:
    assert wrap("Jurist (n\u00a0=\u00a012)", 9) == "Jurist\n(n\u00a0=\u00a012)"
