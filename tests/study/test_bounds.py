"""Numbers and periods of a definition: within their bounds, and nothing outside of them."""

from datetime import date

import pytest
from annotated_types import Ge, Le
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from collega.study import Study, bounds, parse_study
from collega.study.explain import _NUMBERS
from collega.study.period import LONGEST, SHORTEST, last_day, too_long, too_short
from tests.study.test_design_hash import STUDY

NUMBERS = {name: field for name, field in Study.model_fields.items() if field.annotation is int}


def test_every_number_has_its_bounds_and_its_message():
    assert NUMBERS.keys() == _NUMBERS.keys()
    for name, field in NUMBERS.items():
        limits = {type(each): each for each in field.metadata}
        assert (limits[Ge].ge, limits[Le].le) == (_NUMBERS[name].least, _NUMBERS[name].most)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_outside_its_bounds_is_no_study(name):
    data = parse_study(STUDY).model_dump(mode="json")
    allowed = _NUMBERS[name]
    for number in (allowed.least, allowed.most):
        assert getattr(Study.model_validate(data | {name: number}), name) == number
    for number in (-1, 0, allowed.least - 1, allowed.most + 1, 10**30, "many", 2.5, None):
        with pytest.raises(ValidationError):
            Study.model_validate(data | {name: number})


@pytest.mark.parametrize("period", [SHORTEST, "P1W", "P1M", "P24M", "P99Y11M30D", "P1200M", LONGEST])
def test_a_period_within_bounds_ends_on_a_day(period):
    assert not too_short(period)
    assert not too_long(period)
    assert date(2030, 1, 1) < last_day(date(2026, 2, 28), period) <= date(2126, 12, 31) or period in (
        SHORTEST,
        "P1W",
        "P1M",
        "P24M",
    )


@pytest.mark.parametrize("period", ["P0D", "P0Y", "P0M", "P0W", "P0Y0M0D", "P6D"])
def test_a_period_that_deletes_at_once_is_refused(period):
    assert too_short(period)


@pytest.mark.parametrize("period", ["P101Y", "P1201M", "P99999Y", "P99999M", "P99999W", "P36526D"])
def test_a_period_past_every_calendar_is_refused(period):
    assert too_long(period)


@given(st.dates(date(2020, 1, 1), date(2200, 1, 1)), st.integers(0, 100), st.integers(0, 1200), st.integers(0, 36525))
def test_no_allowed_period_is_an_error_at_the_launch(start, years, months, days):
    period = f"P{years}Y{months}M{days}D"
    if not too_short(period) and not too_long(period):
        assert start < last_day(start, period)


def test_the_bounds_of_lists_are_those_of_the_definition():
    for model, name, allowed in ((Study, "answers", bounds.ANSWERS), (Study, "criteria", bounds.CRITERIA)):
        least, most = (each for each in model.model_fields[name].metadata)
        assert (least.min_length, most.max_length) == (allowed.least, allowed.most)
