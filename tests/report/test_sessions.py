"""The chapter on sessions: there where one was held, with its figures, agreements and arguments; else nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from collega.exhibits import exhibit_keys, ground_of_panel, make_exhibit
from collega.rounds.record import SessionRecord
from tests.report.made import Made, small, text_of


def session(made: Made, **more: object) -> SessionRecord:
    keys = made.study.answer_keys
    picture = {"n": 9, "suppressed": False, "positive": 0.4, "answers": {key: 1 / len(keys) for key in keys}}
    shift = {"estimate": 0.2, "interval": (0.05, 0.35), "people": 8}
    agreement = {"consensus": 0.5, "same_side": 0.6}
    first = {"picture": picture, "agreement": agreement, "guess": {"guessed": 0.2, "truth": 0.4, "gap": shift}}
    second = {"picture": picture | {"positive": 0.6}, "agreement": agreement, "shift": {"share": shift}}
    names = made.panel.design.scenarios
    return SessionRecord.model_validate(
        {"title": "Sessie in mei", "on": date(2026, 5, 1), "people": 9, "effect": {"share": shift, "net": True},
         "scenarios": [
             {"scenario": names[0], "why": "divided", "first": first, "second": second,
              "arguments": [{"answer": keys[-1], "text": "Het mag van de wet."}, {"text": "Vraag het na."}]},
             {"scenario": names[1], "why": "control", "control": True, "first": {"picture": {"suppressed": True,
              "reason": "sides"}}},
         ]} | more
    )  # fmt: skip


def test_the_chapter(tmp_path: Path) -> None:
    made = small()
    text = " ".join(text_of(made.write(tmp_path / "r.pdf", sessions=[session(made)])).split())
    for part in ("Wat mensen tegen elkaar zeiden", "Sessie in mei", "1 mei 2026", "Het mag van de wet.", "Vraag het na.",
                 "Door de gesprekken kwamen er 20 procentpunt meer"):  # fmt: skip
        assert part in text, part


def test_without_sessions_there_is_no_chapter(tmp_path: Path) -> None:
    assert "Wat mensen tegen elkaar zeiden" not in text_of(small().write(tmp_path / "r.pdf"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_exhibits_show_only_what_was_shown_in_both_rounds(language: str) -> None:
    made = small()
    ground = ground_of_panel(made.panel, made.fit, language, found=made.insights, sessions=[session(made)])
    keys = [key for key in exhibit_keys(ground) if key.startswith("session")]
    assert keys == ["session.1", "session-guess.1"]
    shifts, guesses = (make_exhibit(ground, key) for key in keys)
    assert shifts.table.rows[0][1:] == (0.4, 0.6, 20.0, 5.0, 35.0)
    assert len(shifts.table.rows) == len(guesses.table.rows) == 1
    assert "40%" in shifts.figure().alt
    assert shifts.figure().svg().startswith("<svg")
