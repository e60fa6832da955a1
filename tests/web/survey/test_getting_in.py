"""Links, codes, the cookie; and all the wrong ways in."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from collega.web import limits
from collega.web.deeds.collection import close
from collega.web.records.models import Interview, Kind, Link
from collega.web.survey import codes, getting_in
from tests.web.conftest import make_member, make_study
from tests.web.survey.conftest import Walker, hidden

pytestmark = pytest.mark.django_db


def test_a_mail_scanner_starts_nothing(client, invitation):
    for _ in range(3):
        answer = client.get("/take/i/a-token/")
        assert (answer.status_code, answer.url) == (302, "/take/small/")
        assert client.head("/take/i/a-token/").status_code == 302
        client.get("/take/small/")
    assert not Interview.objects.exists()


def test_the_token_moves_into_a_short_lived_cookie(client, invitation):
    answer = client.get("/take/i/a-token/")
    cookie = answer.cookies["interview"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == cookie["expires"] == ""
    assert "a-token" not in cookie.value
    assert client.get("/take/small/").headers["Cache-Control"] == "no-store"


def test_a_link_is_not_for_posting(client, invitation):
    assert client.post("/take/i/a-token/").status_code == 405
    assert client.post("/take/o/small/open-token/").status_code == 405


@pytest.mark.parametrize(
    "address", ["/take/i/wrong/", "/take/o/small/wrong/", "/take/o/other/open-token/", "/take/nothing/"]
)
def test_a_wrong_link_leads_nowhere(client, open_study, address):
    assert client.get(address).status_code == 404


def test_a_study_without_an_open_link_has_none(client, study):
    study.open_token = ""
    study.save()
    assert client.get("/take/o/small/%20/").status_code == 404
    assert Walker(client).post("code/", code=" ").status_code == 422


def test_an_invitee_starts_once_however_often(client, invitation):
    client.get("/take/i/a-token/")
    client.post("/take/small/")
    client.post("/take/small/")
    other = Client()
    other.get("/take/i/a-token/")
    assert other.post("/take/small/").url == "/take/small/consent/"
    assert Interview.objects.count() == Link.objects.count() == 1


def test_a_personal_link_goes_on_until_it_is_finished(walker, invitation):
    walker.client.get("/take/i/a-token/")
    walker.post()
    walker.post("consent/", agree="on")
    walker.post("about-you/", **{"q-post": "x"})
    walker.post("instruction/")
    walker.answer(1)
    elsewhere = Walker(Client())
    elsewhere.client.get("/take/i/a-token/")
    assert elsewhere.post().url == "/take/small/scenario/2/"
    for n in range(2, 7):
        elsewhere.answer(n)
    elsewhere.post("check/")
    later = Walker(Client())
    later.client.get("/take/i/a-token/")
    page = later.get()
    assert "You have sent in" in page.content.decode() or "al ingestuurd" in page.content.decode()
    assert later.post().status_code == 200
    assert later.get("thanks/").status_code == 302


def test_the_code_resumes_on_another_device(walker, another):
    walker.to_scenarios()
    walker.answer(1)
    code = codes.shown_code(walker.interview)
    assert code in walker.get("your-code/").content.decode()
    assert another.post("code/", code=f" {code.lower().replace('-', ' ')} ").url == "/take/small/scenario/2/"
    assert another.get("scenario/2/").status_code == 200


def test_the_code_is_nowhere_stored(walker):
    walker.start()
    row = Interview.objects.values().get()
    assert codes.shown_code(walker.interview) not in str(row)
    assert len(row["code_hash"]) == 64


def test_a_code_is_not_shown_where_the_secret_has_changed(walker, settings):
    walker.start()
    walker.post("consent/", agree="on")
    interview = walker.interview
    settings.SECRET_KEY = "another secret, as long as a secret has to be here"
    assert codes.shown_code(interview) == ""


def test_the_shared_code_and_an_invitation_code_start(client, another, invitation):
    assert another.post("code/", code="open-token").url == "/take/small/"
    assert another.post().url == "/take/small/consent/"
    assert Walker(client).post("code/", code="a-token").url == "/take/small/"


def test_guessing_is_limited(walker, another):
    walker.start()
    code = codes.shown_code(walker.interview)
    for _ in range(limits.CODES.most):
        assert another.post("code/", code="AAAA-AAAA-AAAA-AAAA").status_code == 422
    assert another.post("code/", code=code).status_code == 429
    assert another.post("withdraw/", code=code, sure="on").status_code == 429
    assert Interview.objects.count() == 1


def test_a_code_of_another_study_is_unknown(walker, another):
    walker.start()
    code = codes.shown_code(walker.interview)
    make_study("second", is_open=True)
    assert Walker(another.client, "second").post("code/", code=code).status_code == 422


@pytest.mark.parametrize("path", ["consent/", "about-you/", "instruction/", "scenario/1/", "check/", "thanks/",
                                  "profile/", "profile.pdf", "your-code/", "go/"])  # fmt: skip
def test_a_stranger_is_asked_for_a_code(walker, another, path):
    walker.finish()
    assert another.get(path).url == "/take/small/code/"


@pytest.mark.parametrize("path", ["scenario/1/", "check/", "profile/", "consent/"])
def test_the_cookie_is_good_for_one_study_only(walker, path):
    walker.finish()
    make_study("second", is_open=True)
    assert walker.client.get(f"/take/second/{path}").url == "/take/second/code/"


def test_a_cookie_cannot_be_made_up(walker, another):
    walker.start()
    another.client.cookies["interview"] = walker.client.cookies["interview"].value[:-3] + "abc"
    assert another.get("consent/").url == "/take/small/code/"


def test_the_cookie_wears_out(walker, monkeypatch):
    walker.start()
    monkeypatch.setattr("collega.web.survey.visit.IDLE", -1)
    assert walker.get("consent/").url == "/take/small/code/"


def test_the_next_person_on_a_shared_computer_starts_anew(walker):
    walker.to_scenarios()
    first = walker.interview
    walker.client.get("/take/o/small/open-token/")
    page = walker.get().content.decode()
    assert 'name="anew"' in page
    assert walker.post("", anew="yes").url == "/take/small/consent/"
    assert walker.interview != first
    assert Interview.objects.count() == 2


def test_who_went_away_on_a_shared_computer_can_go_on(walker):
    walker.to_scenarios()
    walker.client.get("/take/o/small/open-token/")
    assert walker.post().url == "/take/small/scenario/1/"


def test_a_finished_interview_does_not_stick(walker):
    walker.finish()
    walker.client.get("/take/o/small/open-token/")
    assert 'name="anew"' not in walker.get().content.decode()
    assert walker.post().url == "/take/small/consent/"
    assert Interview.objects.count() == 2


def test_stop_clears_the_device(walker):
    walker.to_scenarios()
    assert walker.get("stop/").status_code == 200
    assert walker.get("scenario/1/").status_code == 200
    answer = walker.post("stop/")
    assert answer.url == "/take/small/stopped/"
    assert answer.cookies["interview"].value == ""
    assert walker.get("scenario/1/").url == "/take/small/code/"
    assert walker.get("stop/").url == "/take/small/stopped/"
    assert walker.get("stopped/").status_code == 200


def test_nobody_has_stopped_while_something_is_left_on_the_device(walker, invitation):
    walker.to_scenarios()
    assert walker.get("stopped/").url == "/take/small/stop/"
    assert walker.get("scenario/1/").status_code == 200
    walker.post("stop/")
    walker.client.get("/take/i/a-token/")
    assert walker.get("stopped/").url == "/take/small/stop/"
    assert "Alles wat u hebt geantwoord" not in walker.get("stop/").content.decode()
    walker.post("stop/")
    assert walker.get("stopped/").status_code == 200


@pytest.mark.parametrize("left", ["interview-pending", "interview"])
def test_what_is_too_old_to_go_on_with_is_removed_too(walker, left):
    walker.client.cookies[left] = "too-old"
    assert walker.get("stopped/").url == "/take/small/stop/"
    assert "Alles wat u hebt geantwoord" not in (asked := walker.get("stop/").content.decode())
    assert "Stoppen en mijn gegevens van dit apparaat halen" in asked
    assert walker.post("stop/").cookies[left].value == ""
    assert walker.get("stopped/").status_code == 200


def test_a_simulated_interview_never_comes_here(walker, another):
    walker.start()
    code = codes.shown_code(walker.interview)
    Interview.objects.update(kind=Kind.SIMULATED)
    assert walker.get("consent/").status_code == 302
    assert another.post("code/", code=code).status_code == 422


def test_a_preview_is_marked_and_needs_no_open_collection(client, study, rf):
    from collega.web.survey.getting_in import start_preview

    answer = start_preview(rf.post("/"), study)
    client.cookies["interview"] = answer.cookies["interview"].value
    preview = Walker(client)
    first = preview.get().content.decode()
    assert "banner--preview" in first
    assert "<button>Beginnen</button>" in first  # as it begins for everybody
    assert preview.post().url == "/take/small/consent/"
    preview.post("consent/", agree="on")
    assert "Verdergaan waar ik was" in preview.get().content.decode()
    preview.post("about-you/", **{"q-post": "x"})
    assert preview.post("instruction/").url == "/take/small/scenario/1/"
    assert "banner--preview" in preview.get("scenario/1/").content.decode()
    for n in range(1, 7):
        preview.answer(n)
    assert preview.post("check/").url == "/take/small/thanks/"
    assert preview.get("profile/").status_code == 200
    assert Interview.objects.get().kind == Kind.PREVIEW


def test_the_language_is_the_interviews_own_and_can_be_switched(walker, another):
    walker.client.cookies["language"] = "en"
    walker.to_scenarios()
    code = codes.shown_code(walker.interview)
    resumed = another.post("code/", code=code)
    assert resumed.cookies["language"].value == "en"
    assert 'lang="en"' in another.get("scenario/1/").content.decode()
    another.client.post("/language/", {"language": "nl", "next": "/take/small/scenario/1/"})
    assert 'lang="nl"' in another.get("scenario/1/").content.decode()
    assert walker.interview.language == "nl"


def test_an_invitee_is_spoken_to_in_the_language_of_the_invitation(client, invitation):
    invitation.language = "en"
    invitation.save()
    client.get("/take/i/a-token/")
    assert 'lang="en"' in client.get("/take/small/").content.decode()


def test_a_full_study_takes_nobody_more_but_lets_others_finish(walker, another, open_study):
    open_study.most_participants = 1
    open_study.save()
    another.start()
    another.post("consent/", agree="on")
    another.post("about-you/", **{"q-post": "x"})
    walker.to_scenarios()
    assert another.post("instruction/").status_code == 409
    third = Walker(Client())
    assert third.start().status_code == 409
    assert Interview.objects.count() == 2
    assert walker.answer(1).url == "/take/small/scenario/2/"


def test_seen_is_when_something_was_sent(walker):
    walker.to_scenarios()
    Interview.objects.update(seen_at=timezone.now() - timezone.timedelta(days=3))
    walker.get("scenario/1/")
    assert (timezone.now() - walker.interview.seen_at).days == 3
    walker.answer(1)
    assert (timezone.now() - walker.interview.seen_at).days == 0


@pytest.mark.parametrize("button", [{}, {"anew": "yes"}])
def test_a_double_click_on_start_starts_one_interview(walker, button):
    if button:  # somebody else started on this device before
        walker.start()
    walker.client.get("/take/o/small/open-token/")
    before, cookies = Interview.objects.count(), walker.client.cookies.copy()
    form = {"start": hidden(walker.get(), "start")} | button
    assert walker.post(**form).url == "/take/small/consent/"
    walker.client.cookies = cookies  # the second click came before the answer to the first
    assert walker.post(**form).url == "/take/small/consent/"
    assert Interview.objects.count() == before + 1
    assert walker.post("consent/", agree="on").url == "/take/small/your-code/"


def test_the_start_page_of_somebody_before_starts_anew_after_their_consent(walker, another):
    for each in (walker, another):
        each.client.get("/take/o/small/open-token/")
    form = {"start": hidden(walker.get(), "start")}
    walker.post(**form)
    walker.post("consent/", agree="on")
    mine = walker.interview
    another.post(**form)
    assert another.interview != mine
    assert another.interview.consented_at is None
    assert Interview.objects.count() == 2


def test_starts_through_the_open_link_are_limited_and_those_of_invitees_are_not(invitation, monkeypatch):
    monkeypatch.setattr(getting_in, "STARTS", limits.Limit("start", most=1, minutes=60))
    for status in (302, 429):
        visitor = Client()
        visitor.get("/take/o/small/open-token/")
        assert visitor.post("/take/small/").status_code == status
    assert Interview.objects.count() == 1
    invitee = Client()
    invitee.get("/take/i/a-token/")
    assert invitee.post("/take/small/").status_code == 302


@pytest.fixture
def shared(open_study):
    open_study.let_anybody_in(opened=True)
    open_study.save()
    return open_study


def test_a_shared_code_is_short_and_can_be_read_aloud(shared):
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}", shared.open_code)
    before = shared.open_code
    shared.let_anybody_in(opened=True)
    assert shared.open_code == before


@pytest.mark.parametrize("address", ["/take/", "/take/small/code/"])
@pytest.mark.parametrize("write", [str.upper, str.lower, lambda code: f" {code.replace('-', ' ').lower()} "])
def test_the_shared_code_leads_where_the_open_link_does(client, shared, address, write):
    make_study("other", is_open=True)
    by_link, by_code = client, Client()
    first = by_link.get(f"/take/o/small/{shared.open_token}/", follow=True)
    assert by_code.get(address).status_code == 200
    second = by_code.post(address, {"code": write(shared.open_code)}, follow=True)
    assert second.redirect_chain[-1] == first.redirect_chain[-1] == ("/take/small/", 302)
    blind = [re.sub(r'value="[^"]{20,}"', "", page.content.decode()) for page in (first, second)]
    assert blind[0] == blind[1]
    assert not Interview.objects.exists()
    assert by_code.post("/take/small/").url == "/take/small/consent/"


def test_the_shared_code_keeps_what_was_begun_on_this_device(walker, shared):
    walker.start(shared.open_token)
    mine = walker.interview
    walker.client.post("/take/", {"code": shared.open_code})
    assert "anew" in walker.get().content.decode()
    walker.post()
    assert walker.interview == mine


def test_a_personal_code_works_without_the_address_of_the_study(walker, invitation):
    walker.to_scenarios()
    code = codes.shown_code(walker.interview)
    assert Client().post("/take/", {"code": code}).url == "/take/small/scenario/1/"
    assert Client().post("/take/", {"code": "a-token"}).url == "/take/small/"


def test_the_shared_code_goes_with_the_open_link(client, shared):
    code = shared.open_code
    close(shared, None)
    assert (shared.open_token, shared.open_code) == ("", "")
    for typed in (code, "", " - "):
        assert client.post("/take/", {"code": typed}).status_code == 422


def test_guessing_shared_codes_is_limited_like_personal_ones(client, shared):
    for n in range(limits.CODES.most):
        address = "/take/" if n % 2 else "/take/small/code/"
        assert client.post(address, {"code": f"AAAA-AA{n:02}"}).status_code == 422
    assert client.post("/take/", {"code": shared.open_code}).status_code == 429


def test_the_owner_finds_link_and_code_where_people_are_invited(client, shared):
    client.force_login(make_member(shared))
    for room in ("people", "launch"):
        page = client.get(f"/workbench/small/{room}/").content.decode()
        assert shared.open_code in page
        assert f"/take/o/small/{shared.open_token}/" in page
    rules = {"rules": "1", "release_after": "24"}
    client.post("/workbench/small/launch/", rules)
    assert shared.open_code not in client.get("/workbench/small/people/").content.decode()
    shared.refresh_from_db()
    assert (shared.open_token, shared.open_code) == ("", "")


def test_the_home_page_leads_to_where_codes_are_typed(client, db):
    assert 'href="/take/"' in client.get("/").content.decode()
