"""Columns of a wide file, as a mapping names them."""

from __future__ import annotations

import pytest

from collega.mapping.grammar import names_in, wide_columns


@pytest.mark.parametrize(("columns", "found"), [
    (None, {}),
    ("answer_{scenario}", {"s1": ("answer_s1",), "s2": ("answer_s2",)}),
    ({"s1": ("first", "again")}, {"s1": ("first", "again")}),
])  # fmt: skip
def test_every_scenario_has_its_columns(columns, found) -> None:
    assert wide_columns(columns, ["s1", "s2"]) == found


def test_all_columns_in_order() -> None:
    assert names_in({"s1": ("first", "again"), "s2": ("second",)}) == ("first", "again", "second")
