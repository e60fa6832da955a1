"""Shares as people read them."""

from __future__ import annotations

import pytest

from collega.colleague import end_texts, percent_text, range_text, spread_text


@pytest.mark.parametrize(
    ("share", "nl", "en"),
    [(0.534, "53%", "53%"), (0.0, "0%", "0%"), (1.0, "100%", "100%"), (0.004, "0,4%", "0.4%"), (0.0001, "<0,1%", "<0.1%"),
     (0.9966, "99,7%", "99.7%"), (0.99999, ">99,9%", ">99.9%"), (0.006, "1%", "1%"), (0.994, "99%", "99%")],
)  # fmt: skip
def test_whole_percent_except_beside_none_and_all(share, nl, en) -> None:
    assert (percent_text(share, "nl"), percent_text(share, "en")) == (nl, en)


def test_an_interval_is_never_from_a_number_to_itself() -> None:
    assert end_texts((0.39, 0.431), "en") == ("39%", "43%")
    assert end_texts((0.4112, 0.4138), "nl") == ("41,1%", "41,4%")
    assert range_text((0.39, 0.43), "nl") == "tussen 39% en 43%"
    assert range_text((0.39, 0.43), "en", form="from") == "from 39% to 43%"
    assert range_text((0.41, 0.41), "nl") == "rond 41%"
    assert range_text((0.41, 0.41), "en", form="from") == "about 41%"
    assert spread_text((0.4112, 0.4138), "en") == "41%"
    assert spread_text((0.002, 0.81), "nl") == "0,2% tot 81%"
