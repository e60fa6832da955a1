"""Wrong ways in: strangers, other studies, closed sessions, wrong words, twice, two tabs, guessed addresses."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collega.errors import NotComputedError
from collega.web import bridge
from collega.web.deeds import session as deeds
from collega.web.deeds.session import finish, go_back, keep_argument, leave, show_session
from collega.web.deeds.session_votes import Outcome, judge
from collega.web.records.models import Argument, Deed, Interview, Kind, Role, Seat, Session, Vote
from tests.web.conftest import make_member, make_study
from tests.web.sessions.room import Phone, opened, some_session, step

pytestmark = pytest.mark.django_db
LED = ("lead/", "wall/", "counts", "qr.svg")
DEEDS = ("begin/", "move/", "argue/", "seat/", "finish/")


@pytest.fixture
def session(open_study):
    return opened(open_study)


def signed_in(study, kind, email) -> Client:
    client = Client()
    client.force_login(make_member(study, kind, email))
    return client


def test_strangers_and_members_of_other_studies_find_no_session(session) -> None:
    other = signed_in(make_study("other"), Role.Kind.OWNER, "other@example.org")
    for page in LED:
        assert Client().get(f"/sessions/{session.pk}/{page}")["Location"].startswith("/accounts/login")
        assert other.get(f"/sessions/{session.pk}/{page}").status_code == 404
    for deed in DEEDS:
        assert Client().post(f"/sessions/{session.pk}/{deed}")["Location"].startswith("/accounts/login")
        assert other.post(f"/sessions/{session.pk}/{deed}").status_code == 404
        assert other.get(f"/sessions/{session.pk}/{deed}").status_code == 405
    assert other.get(f"/sessions/{session.pk}/").status_code == 404
    assert other.get("/sessions/999/lead/").status_code == 404
    assert other.get("/workbench/small/sessions/").status_code == 404
    assert other.post(f"/workbench/other/sessions/{session.pk}/delete/").status_code == 404
    assert Session.objects.get().version == session.version


@pytest.mark.parametrize("kind", [Role.Kind.READER, Role.Kind.PROFESSIONAL])
def test_readers_and_professionals_lead_nothing_and_see_what_is_shown(session, open_study, kind) -> None:
    client = signed_in(open_study, kind, "someone@example.org")
    assert client.get(f"/sessions/{session.pk}/lead/").status_code == 403
    assert client.post(f"/sessions/{session.pk}/move/", {"seen": session.version}).status_code == 403
    assert client.get("/workbench/small/sessions/").status_code == 403
    assert client.get(f"/sessions/{session.pk}/").status_code == 404
    show_session(session, None, visible=True)  # not before it is finished
    assert client.get(f"/sessions/{session.pk}/").status_code == 404
    finish(session, None)
    assert client.get(f"/sessions/{session.pk}/").status_code == 404
    show_session(session, None, visible=True)
    assert client.get(f"/sessions/{session.pk}/").status_code == 200
    show_session(session, None, visible=False)
    assert client.get(f"/sessions/{session.pk}/").status_code == 404


def test_an_analyst_is_a_facilitator(session, open_study) -> None:
    client = signed_in(open_study, Role.Kind.ANALYST, "analyst@example.org")
    assert client.get(f"/sessions/{session.pk}/lead/").status_code == 200
    client.post(f"/sessions/{session.pk}/move/", {"seen": session.version})
    client.post(f"/sessions/{session.pk}/move/", {"seen": session.version})  # a second click on the same page
    assert Session.objects.get().place == 0
    facts = open_study.events.filter(what=Deed.SESSION_OPENED).get().facts
    assert facts == {"session": session.pk}


def test_words_that_open_nothing_are_counted(open_study, client) -> None:
    made = some_session(open_study)
    assert client.get(f"/session/{made.word}/").status_code == 404  # not open yet
    assert client.get(f"/session/{made.word}/state").status_code == 404
    for _ in range(99):
        assert client.post("/session/", {"word": "wrong"}).status_code == 422
    assert client.post("/session/", {"word": "wrong"}).status_code == 429
    assert client.get("/session/wrongagain/").status_code == 429


def test_nobody_judges_without_a_seat_of_this_session(session, open_study, client) -> None:
    step(session)
    scenario = session.scenarios.get(control=True)
    sent = {"scenario": scenario.pk, "round": 1, "seen": 0, "answer": "yes", "request_key": "a"}
    assert client.post(f"/session/{session.word}/judge/", sent).status_code == 302
    other = opened(make_study("other", is_open=True))
    phone = Phone(other)
    response = phone.client.post(f"/session/{session.word}/judge/", sent, headers={"X-Stays": "yes"})
    assert response["X-Next"] == f"/session/{session.word}/"
    assert not Vote.objects.exists()
    assert phone.client.post(f"/session/{session.word}/judge/", sent | {"scenario": "x"}).status_code == 302


def test_a_seat_made_up_by_hand_is_no_seat(session, client) -> None:
    Phone(session)
    client.cookies["seat"] = '{"seat": 1}'
    assert "Doe mee aan de sessie" in client.get(f"/session/{session.word}/").content.decode()


def test_joining_again_on_the_same_phone_is_the_same_seat(session) -> None:
    phone = Phone(session)
    phone.client.post(phone.address, {})
    assert Seat.objects.count() == 1
    assert "Telefoon 1" in phone.page()


def test_the_same_request_twice_is_one_judgement_and_a_stale_tab_overwrites_nothing(session) -> None:
    step(session)
    phone = Phone(session)
    sent = phone.fields() | {"answer": "yes"}
    for _ in range(3):
        assert phone.client.post(phone.address + "judge/", sent).status_code == 302
    assert Vote.objects.get().revision == 1
    other_tab = phone.fields() | {"answer": "no"}
    phone.client.post(phone.address + "judge/", phone.fields() | {"answer": "perhaps"})
    response = phone.client.post(phone.address + "judge/", other_tab, headers={"X-Stays": "yes"})
    assert response["X-Says"] == "changed"
    assert Vote.objects.get().answer == "perhaps"
    assert phone.client.post(phone.address + "judge/", sent | {"answer": "no"}, follow=True).status_code == 200
    assert Vote.objects.get().answer == "perhaps"  # the first request, late and changed


def test_a_second_vote_cannot_even_be_stored(session) -> None:
    step(session)
    Phone(session).judge("yes")
    vote = Vote.objects.get()
    vote.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        vote.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(seat=vote.seat, scenario=vote.scenario, round=3, answer="yes", request_key="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(seat=vote.seat, scenario=vote.scenario, round=2, guess=4, answer="yes", request_key="x")


def test_only_the_step_that_is_open_takes_judgements(session) -> None:
    step(session)
    phone = Phone(session)
    fields = phone.fields()
    seat = Seat.objects.get()
    step(session)  # closed
    response = phone.client.post(phone.address + "judge/", fields | {"answer": "yes"}, headers={"X-Stays": "yes"})
    assert response["X-Says"] == "closed"
    assert not Vote.objects.exists()
    for round_ in (1, 2):
        for scenario in session.scenarios.all():
            found = judge(seat, scenario=scenario.pk, round_=round_, answer="yes", key="k", version=0)
            assert found == Outcome.CLOSED
    step(session)  # the next scenario
    assert judge(seat, scenario=int(fields["scenario"]), round_=1, answer="yes", key="k", version=0) == Outcome.CLOSED
    here = session.scenarios.get(control=False)
    assert judge(seat, scenario=here.pk, round_=1, answer="never", key="k", version=0) == Outcome.WRONG


def test_whoever_came_late_waits_for_the_next_scenario(open_study) -> None:
    session = opened(open_study, control=False)
    step(session, 4)  # judge, judged, talk, again
    late = Phone(session)
    assert "volgende scenario" in late.page()
    seat, scenario = Seat.objects.get(), session.scenarios.get()
    assert judge(seat, scenario=scenario.pk, round_=2, answer="yes", key="k", version=0) == Outcome.CLOSED


def test_undoing_goes_back_to_judging_only_while_nobody_has_seen_the_answers(open_study) -> None:
    session = opened(open_study, control=False)
    step(session, 2)
    assert go_back(session, session.version)
    session.refresh_from_db()
    assert not go_back(session, session.version - 1)  # a stale page
    Phone(session).judge("yes")
    step(session, 2)
    session.refresh_from_db()
    assert session.scenarios.get().first is not None
    assert go_back(session, session.version)  # the picture goes off the wall
    session.refresh_from_db()
    assert not go_back(session, session.version)  # but judging is over
    assert session.place == 1


def test_what_was_shown_stays_when_somebody_leaves(open_study) -> None:
    session = opened(open_study, control=False)
    step(session)
    phones = [Phone(session) for _ in range(8)]
    for phone, answer in zip(phones, ["no"] * 4 + ["yes"] * 4, strict=True):
        phone.judge(answer)
    step(session, 2)
    shown = session.scenarios.get().first
    assert leave(session, 1)
    assert not leave(session, 1)
    phones[1].client.post(phones[1].address + "leave/")
    session.refresh_from_db()
    assert go_back(session, session.version)
    step(session)
    assert session.scenarios.get().first == shown
    step(session, 3)
    second = session.scenarios.get().second
    assert second["picture"]["n"] == 8  # whoever left stands there as before: nobody comes or goes
    assert second["picture"]["positive"] == pytest.approx(0.5)
    assert "oordeelt niet meer mee" in phones[0].page()


def test_leaving_before_anything_was_shown_takes_the_judgement_along(open_study) -> None:
    session = opened(open_study, control=False)
    step(session)
    phone = Phone(session)
    phone.judge("yes")
    phone.client.post(phone.address + "leave/")
    assert not Vote.objects.exists()
    assert Seat.objects.get().left
    assert "Doe mee aan de sessie" in phone.page()


def test_a_finished_session_takes_nothing_any_more(session, open_study) -> None:
    phone = Phone(session)
    finish(session, None)
    assert not Seat.objects.exists()
    assert "voorbij" in phone.page()
    assert Client().post(f"/session/{session.word}/", {}).status_code == 200
    assert not Seat.objects.exists()
    owner = signed_in(open_study, Role.Kind.OWNER, "o@example.org")
    for deed in ("move/", "seat/"):
        owner.post(f"/sessions/{session.pk}/{deed}", {"seen": "1", "seat": "1"})
    assert Session.objects.get().place == session.place
    assert owner.get(f"/sessions/{session.pk}/lead/")["Location"] == f"/sessions/{session.pk}/"


def test_arguments_are_written_once_and_can_be_taken_away_and_put_back(open_study) -> None:
    session = opened(open_study, control=False)
    owner = signed_in(open_study, Role.Kind.OWNER, "o@example.org")
    scenario = session.scenarios.get()
    sent = {"scenario": scenario.pk, "answer": "yes", "text": " Het  mag. ", "request_key": "one"}
    for _ in range(2):
        owner.post(f"/sessions/{session.pk}/argue/", sent)
    argument = Argument.objects.get()
    assert argument.text == "Het mag."
    owner.post(f"/sessions/{session.pk}/argue/", sent | {"request_key": "two", "answer": "never"})
    owner.post(f"/sessions/{session.pk}/argue/", sent | {"request_key": "three", "text": " "})
    assert Argument.objects.count() == 1
    owner.post(f"/sessions/{session.pk}/argue/", {"argument": argument.pk, "remove": "yes"})
    assert Argument.objects.get().removed
    owner.post(f"/sessions/{session.pk}/argue/", {"argument": argument.pk, "keep": "yes"})
    assert not Argument.objects.get().removed
    foreign = some_session(make_study("other"))
    assert (
        owner.post(f"/sessions/{session.pk}/argue/", sent | {"scenario": foreign.scenarios.first().pk}).status_code
        == 404
    )
    finish(session, None)
    keep_argument(argument, removed=True)
    keep_argument(argument, removed=False)
    assert Argument.objects.get().removed


def test_a_session_enters_no_panel_and_no_fit(open_study) -> None:
    """Interviews are what panels are made of, and the tables of a session reach none."""
    session = opened(open_study, control=False)
    step(session)
    for answer in ["no"] * 4 + ["yes"] * 4:
        Phone(session).judge(answer)
    assert not Interview.objects.exists()
    with pytest.raises(NotComputedError):
        bridge.panel_of(open_study, Kind.REAL)
    finish(session, None)
    assert not Interview.objects.exists()


def test_looking_whether_something_is_new_costs_one_query_of_ours(session, client) -> None:
    address = f"/session/{session.word}/state"
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    ours = [each["sql"] for each in queries if "records_session" in each["sql"]]
    assert len(ours) == 1
    assert len(queries) == len(ours)
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    step(session)
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 200


def test_screens_do_not_cost_more_queries_with_more_phones(open_study) -> None:
    session = opened(open_study)
    owner = signed_in(open_study, Role.Kind.OWNER, "o@example.org")
    step(session)
    counts = []
    for phones in (3, 12):
        for _ in range(phones):
            Phone(session).judge("yes")
        with CaptureQueriesContext(connection) as queries:
            owner.get(f"/sessions/{session.pk}/lead/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_making_a_session_refuses_what_is_not_of_the_study(study) -> None:
    owner = signed_in(study, Role.Kind.OWNER, "o@example.org")
    names = study.designs.get(current=True).layout["scenarios"]
    address = f"/workbench/{study.key}/sessions/new/"
    assert owner.get(address).status_code == 200
    assert owner.post(address, {"title": "A"}).status_code == 422
    assert owner.post(address, {"scenarios": names[:1], "control": names[0]}).status_code == 422
    assert owner.post(address, {"scenarios": names[:1], "control": "nothing"}).status_code == 422
    assert owner.post(address, {"scenarios": names[:1], "characteristic": "nothing"}).status_code == 422
    assert not Session.objects.exists()
    made = owner.post(address, {"scenarios": names[:2], "control": names[2], "characteristic": "post", "title": "A"})
    session = Session.objects.get()
    assert made["Location"] == f"/sessions/{session.pk}/lead/"
    assert [each.control for each in session.scenarios.all()] == [False, False, True]
    owner.post(f"/workbench/{study.key}/sessions/{session.pk}/delete/")
    assert not Session.objects.exists()
    assert study.events.filter(what=Deed.SESSION_DELETED).exists()


def test_a_session_that_is_forgotten_ends_and_its_judgements_go(session) -> None:
    step(session)
    Phone(session).judge("yes")
    Session.objects.update(opened_at=session.opened_at.replace(year=2020))
    session.refresh_from_db()
    (due,) = deeds.to_end(timezone.localdate())
    assert deeds.end_forgotten(due)
    assert not Vote.objects.exists()
