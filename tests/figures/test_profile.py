"""A person's profile: drawn in both languages, described, and told from the group without colour."""

from __future__ import annotations

from xml.etree import ElementTree

import polars as pl
import pytest

from collega.figures import PAPER, Style, own_answers_figure, profile_figure
from tests.figures import frames

STUDY = frames.make_study()
KEYS = list(STUDY.criterion_keys)
FRAME = pl.DataFrame(
    [
        {"criterion": key, "percent": 50.0 - 5 * c, "low": 30.0 - 5 * c, "high": 60.0 - 5 * c, "group_percent": 40.0}
        for c, key in enumerate(KEYS)
    ]
)


@pytest.mark.parametrize(("language", "group"), [("nl", "groep 40%"), ("en", "group 40%")])
def test_the_profile_says_what_it_draws(language, group):
    figure = profile_figure(FRAME, STUDY, language=language)
    assert figure.alt.count(group) == len(KEYS)
    assert "50%" in figure.alt
    svg = ElementTree.fromstring(figure.svg())
    assert svg.attrib["aria-label"] == figure.alt
    assert " style=" not in figure.svg()


def test_the_profile_is_drawn_for_paper():
    assert "Libertinus" in profile_figure(FRAME, STUDY, language="nl", style=PAPER).svg()


@pytest.mark.parametrize(("language", "start"), [("nl", "Hoe vaak u"), ("en", "How often you")])
def test_the_own_answers_are_counted(language, start):
    times = list(range(len(STUDY.answers)))
    frame = pl.DataFrame({"answer": STUDY.answer_keys, "times": times})
    figure = own_answers_figure(frame, STUDY, language=language)
    assert figure.alt.startswith(start)
    for n in times:
        assert f">{n}<" in figure.svg()


def test_on_a_phone_the_labels_leave_room_for_the_bars():
    small = Style(size=12, width=330)
    for figure in (
        profile_figure(FRAME, STUDY, language="nl", style=small),
        own_answers_figure(pl.DataFrame({"answer": STUDY.answer_keys, "times": 1}), STUDY, language="nl", style=small),
    ):
        assert float(ElementTree.fromstring(figure.svg()).attrib["width"]) <= 350
