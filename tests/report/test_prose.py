"""Both languages say the same things."""

from __future__ import annotations

import re
from typing import Any

import pytest

from collega.prose import Prose, _texts, thousands


def flat(value: Any, name: str = "") -> dict[str, str]:
    if isinstance(value, dict):
        return {k: t for key, each in value.items() for k, t in flat(each, f"{name}.{key}").items()}
    return {name: str(value)}


def texts(language: Any) -> dict[str, str]:
    whole = _texts(language)
    return {k: t for name, each in whole.items() if isinstance(each, dict) for k, t in flat(each, name).items()}


def test_same_keys_and_names_to_fill_in() -> None:
    dutch, english = texts("nl"), texts("en")
    assert dutch.keys() == english.keys()
    for name in dutch:
        assert sorted(re.findall(r"{\w+}", dutch[name])) == sorted(re.findall(r"{\w+}", english[name])), name


@pytest.mark.parametrize(
    ("language", "share", "decides", "corrected"),
    [
        (
            "en",
            "such an interval around a share would contain",
            "Where the p-value does not demonstrate that a criterion counts, its interval starts at 0",
            "corrected for the number of criteria",
        ),
        (
            "nl",
            "bevat zo’n interval om een aandeel in",
            "niet aangetoond dat een criterium meetelt, dan begint zijn interval bij 0",
            "gecorrigeerd voor het aantal criteria",
        ),
    ],
)
def test_what_intervals_of_shares_and_importance_say(language: Any, share: str, decides: str, corrected: str) -> None:
    prose = Prose(language)
    assert share in prose("method.intervals")
    assert decides in prose("importance.reading")
    assert corrected in prose("importance.swing_note")


@pytest.mark.parametrize(
    ("value", "text"), [(0.0002, "< 0,001"), (0.0312, "= 0,031"), (0.31, "= 0,31"), (1.0, "> 0,99")]
)
def test_p_values(value: float, text: str) -> None:
    assert Prose("nl").p_value(value) == text.replace(" ", "\u00a0")


def test_large_numbers_in_groups_of_three() -> None:
    assert [thousands(n, "nl") for n in (1050, 21000, 1_000_000)] == ["1050", "21.000", "1.000.000"]
    assert thousands(21000, "en") == "21,000"


@pytest.mark.parametrize(
    "turning", ["Bullet, \u05e2\u05d1\u05e8\u05d9\u05ea", "\u0645\u0631\u062d\u0628\u0627", "a\u202ereversed"]
)
def test_what_runs_from_right_to_left_turns_nothing_around_it(turning: str) -> None:
    """Without isolates a "(40%)" behind Hebrew is set before it, with its brackets turned."""
    alone = Prose("en")("groups.self_image", title=turning)
    assert f"\u201c\u2068{turning}\u2069\u201d" in alone
    assert "\u2068" not in Prose("en")("groups.self_image", title="\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac")
