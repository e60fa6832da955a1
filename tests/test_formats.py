"""Numbers, dates and lists as readers in Dutch and English write them."""

from datetime import date, datetime

import pytest

from collega import formats


@pytest.mark.parametrize(
    ("value", "digits", "english", "dutch"),
    [
        (12.345, 1, "12.3", "12,3"),
        (12.0, 0, "12", "12"),
        (1234.5, 1, "1234.5", "1234,5"),
        (-0.04, 1, "0.0", "0,0"),
        (-0.06, 1, "-0.1", "-0,1"),
        (1e21, 0, "1" + 21 * "0", "1" + 21 * "0"),
        (float("nan"), 1, "–", "–"),
        (float("inf"), 1, "∞", "∞"),
        (float("-inf"), 1, "-∞", "-∞"),
    ],
)
def test_numbers(value, digits, english, dutch):
    assert (formats.number(value, "en", digits), formats.number(value, "nl", digits)) == (english, dutch)


def test_thousands():
    assert formats.number(1234567.8, "en", 1, grouped=True) == "1,234,567.8"
    assert formats.number(1234567.8, "nl", 1, grouped=True) == "1.234.567,8"


@pytest.mark.parametrize(
    ("value", "dutch"),
    [(0.0123456, "0,0123"), (1234.56, "1230"), (12.0, "12"), (-0.0, "0"), (1.5e-7, "0,00000015"), (float("nan"), "–")],
)
def test_digits_that_count(value, dutch):
    assert formats.significant(value, "nl", 3) == dutch


def test_percentages():
    assert (formats.percent(0.125, "en", 1), formats.percent(0.125, "nl", 1)) == ("12.5%", "12,5%")


def test_dates():
    at = datetime(2024, 3, 1, 9, 5)
    assert (formats.day(date(2024, 3, 1), "en"), formats.day(date(2024, 3, 1), "nl")) == (
        "1 March 2024",
        "1 maart 2024",
    )
    assert (formats.moment(at, "en"), formats.moment(at, "nl")) == ("1 March 2024, 09:05", "1 maart 2024, 09:05")


@pytest.mark.parametrize(
    ("last", "english", "dutch"),
    [("and", "a, b and c", "a, b en c"), ("or", "a, b or c", "a, b of c"), ("none", "a, b, c", "a, b, c"),
     ("with", "a with b with c", "a met b met c")],
)  # fmt: skip
def test_lists(last, english, dutch):
    assert (formats.listing("abc", "en", last), formats.listing("abc", "nl", last)) == (english, dutch)
    assert formats.listing(["a"], "nl", last) == "a"
    assert formats.listing([], "nl", last) == ""
