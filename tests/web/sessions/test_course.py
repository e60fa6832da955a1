"""A whole session, from the first word to the chapter that is left of it."""

from __future__ import annotations

import pytest

from collega.rounds import sessions_json, sessions_of
from collega.web.deeds.session import finish
from collega.web.records.models import Seat, Session, Vote
from collega.web.session_bridge import records_of
from tests.web.sessions.room import Phone, opened, step

pytestmark = pytest.mark.django_db
FIRST = ["no", "no", "no", "perhaps", "yes", "yes", "yes", "yes"]
SECOND = ["no", "no", "no", "yes", "yes", "yes", "yes", "yes"]


def test_a_whole_session(open_study, client) -> None:
    session = opened(open_study, characteristic="post")
    phones = [Phone(session, value="x" if n % 2 else "y") for n in range(8)]
    assert "Wacht tot de begeleider begint" in phones[0].page()
    step(session)  # the control
    for phone, answer in zip(phones, FIRST, strict=True):
        phone.judge(answer)
    step(session)
    assert "gesloten" in phones[0].page()
    step(session)  # the scenario to talk about
    for phone, answer in zip(phones, FIRST, strict=True):
        assert phone.judge(answer).status_code == 302
        assert "Yes" not in phone.page()
        phone.guess(30)
    assert "30 van de 100" in phones[0].page()
    step(session, 2)
    page = phones[0].page()
    assert "50% positief" in page
    assert "30%" in page
    assert "Wat de zaal vindt" in page
    assert "Per groep valt hier niets te laten zien: een groep telt minder dan 5 mensen" in page
    step(session)
    for phone, answer in zip(phones[:7], SECOND[:7], strict=True):  # the last phone has dropped out
        phone.judge(answer)
    step(session, 2)
    page = phones[0].page()
    assert "Voor en na" in page
    assert "62% positief" in page
    step(session)  # the control again
    for phone, answer in zip(phones, FIRST, strict=True):
        phone.judge(answer)
    step(session, 2)
    session.refresh_from_db()
    assert finish(session, None)
    assert not finish(session, None)
    assert not Vote.objects.exists()
    assert not Seat.objects.exists()
    (record,) = records_of(open_study)
    discussed, control = record.scenarios
    assert record.people == 8
    assert discussed.second.shift.share.estimate == pytest.approx(1 / 7)
    assert discussed.second.shift.share.people == 7
    assert discussed.first.guess.guessed == pytest.approx(0.3)
    assert discussed.first.guess.gap.estimate == pytest.approx(-0.2)
    assert control.second.shift.share.estimate == 0
    assert record.effect.net
    assert record.effect.share.estimate == pytest.approx(1 / 7)
    assert sessions_of(open_study.as_defined, sessions_json([record])) == (record,)
    assert "Deze sessie is voorbij" in client.get(f"/session/{session.word}/").content.decode()
    assert Session.objects.get().finished


def test_typing_the_word(open_study, client) -> None:
    session = opened(open_study)
    typed = f" {session.word[:4].upper()} {session.word[4:]} "
    assert client.post("/session/", {"word": typed})["Location"] == f"/session/{session.word}/"
    assert client.post("/session/", {"word": "nonsense"}).status_code == 422
    assert client.get("/session/").status_code == 200
