"""Answers: one current one, all in the history, nothing lost, and the page says what happened."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from collega.web.records.models import AnswerSent, Collection, Interview
from collega.web.survey import codes
from tests.web.survey.conftest import Walker, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge(walker):
    walker.to_scenarios()
    return walker


def form_of(judge, number):
    page = judge.get(f"scenario/{number}/")
    return {"request_key": hidden(page, "request_key"), "shown": hidden(page, "shown")}


def said(judge, path):
    return judge.get(path).content.decode()


def current(judge, number):
    return judge.interview.answers.get(position=number).answer


def test_a_double_click_is_one_answer(judge):
    form = form_of(judge, 1) | {"answer": "yes"}
    for _ in range(2):
        assert judge.post("scenario/1/", **form).url == "/take/small/scenario/2/"
    assert AnswerSent.objects.count() == judge.interview.answers.count() == 1
    assert "één keer opgeslagen" in said(judge, "scenario/2/")


def test_two_tabs_the_later_counts_and_both_are_kept(judge):
    first, second = form_of(judge, 1), form_of(judge, 1)
    judge.post("scenario/1/", **first, answer="yes")
    judge.post("scenario/1/", **second, answer="no")
    assert current(judge, 1) == "no"
    assert [each.answer for each in AnswerSent.objects.all()] == ["yes", "no"]
    assert "misschien in een ander tabblad" in said(judge, "scenario/2/")


def test_back_and_change(judge):
    judge.answer(1, "yes")
    judge.answer(2, "yes")
    page = judge.get("scenario/1/").content.decode()
    assert 'value="yes" required checked' in page
    assert judge.answer(1, "no").url == "/take/small/scenario/2/"
    assert "is nu ‘Nee’" in said(judge, "scenario/2/")
    assert current(judge, 1) == "no"
    assert AnswerSent.objects.filter(position=1).count() == 2


def test_a_page_brought_back_from_the_browsers_memory_may_change_the_answer(judge):
    """It bears the same key; another choice on it is no repeated request."""
    form = form_of(judge, 1)
    for answer in ("yes", "no", "yes"):
        judge.post("scenario/1/", **form, answer=answer)
        assert current(judge, 1) == answer
    assert [each.answer for each in AnswerSent.objects.all()] == ["yes", "no", "yes"]


def test_skipping_ahead_leads_to_where_one_is(judge):
    judge.answer(1)
    assert judge.get("scenario/5/").url == "/take/small/scenario/2/"
    assert judge.post("scenario/5/", answer="yes").url == "/take/small/scenario/2/"
    assert judge.get("scenario/0/").url == judge.get("scenario/99/").url == "/take/small/scenario/2/"
    assert judge.interview.answers.count() == 1
    assert judge.post("check/").url == "/take/small/scenario/2/"
    assert not judge.interview.finished


@pytest.mark.parametrize("answer", ["", "perhaps not", "<b>"])
def test_without_an_answer_the_page_asks_for_one(judge, answer):
    page = judge.post("scenario/1/", **form_of(judge, 1), answer=answer)
    assert page.status_code == 422
    assert "Kies eerst een antwoord." in page.content.decode()
    assert not AnswerSent.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(judge, method):
    assert getattr(judge.client, method)("/take/small/scenario/1/").status_code == 405
    assert getattr(judge.client, method)("/take/small/check/").status_code == 405


def test_after_sending_in_nothing_changes(walker):
    walker.to_scenarios()
    form = form_of(walker, 1)
    for n in range(1, 7):
        walker.answer(n, "yes")
    for _ in range(2):
        assert walker.post("check/").url == "/take/small/thanks/"
    assert walker.post("scenario/1/", **form, answer="no").url == "/take/small/thanks/"
    assert "niet meer opgeslagen" in said(walker, "thanks/")
    assert current(walker, 1) == "yes"
    for path in ("consent/", "about-you/", "instruction/", "scenario/1/", "check/", "go/"):
        assert walker.get(path).url == "/take/small/thanks/"


def test_an_expired_session_keeps_the_answer_until_the_code_is_entered(judge):
    form = form_of(judge, 1) | {"answer": "perhaps"}
    del judge.client.cookies["interview"]
    page = judge.post("scenario/1/", **form)
    assert page.status_code == 403
    assert "is niet verloren" in page.content.decode()
    assert not AnswerSent.objects.exists()
    back = judge.post("code/", code=codes.shown_code(judge.interview))
    assert back.url == "/take/small/scenario/2/"
    assert current(judge, 1) == "perhaps"
    assert "U bent er weer" in said(judge, "scenario/2/")
    assert judge.client.cookies["interview-pending"].value == ""


def test_an_expired_session_of_an_invitee_is_mended_by_the_link(walker, invitation):
    walker.client.get("/take/i/a-token/")
    walker.post()
    walker.post("consent/", agree="on")
    walker.post("about-you/", **{"q-post": "x"})
    walker.post("instruction/")
    form = form_of(walker, 1) | {"answer": "no"}
    del walker.client.cookies["interview"]
    walker.post("scenario/1/", **form)
    walker.client.get("/take/i/a-token/")
    assert not AnswerSent.objects.exists()
    assert walker.post().url == "/take/small/scenario/2/"
    assert current(walker, 1) == "no"


def test_a_kept_answer_never_lands_in_somebody_elses_interview(judge):
    other = Walker(Client())
    other.to_scenarios()
    theirs = other.interview
    code = codes.shown_code(theirs)
    form = form_of(judge, 1) | {"answer": "no"}
    del judge.client.cookies["interview"]
    judge.post("scenario/1/", **form)
    assert judge.post("code/", code=code).url == "/take/small/scenario/1/"
    assert not AnswerSent.objects.exists()


def test_an_expired_form_shows_the_choice_again(judge):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["interview"] = judge.client.cookies["interview"].value
    form = form_of(judge, 1) | {"answer": "perhaps"}
    page = strict.post("/take/small/scenario/1/", form)
    assert page.status_code == 403
    text = page.content.decode()
    assert 'value="perhaps" required checked' in text
    assert "verstuur die nog een keer" in text
    assert not AnswerSent.objects.exists()
    again = {name: hidden(page, name) for name in ("request_key", "shown", "csrfmiddlewaretoken")}
    assert again["request_key"] == form["request_key"]
    assert strict.post("/take/small/scenario/1/", again | {"answer": "perhaps"}).url == "/take/small/scenario/2/"
    assert current(judge, 1) == "perhaps"


def test_an_expired_form_without_a_session_keeps_the_choice_too(judge):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/take/small/scenario/1/", form_of(judge, 1) | {"answer": "perhaps"})
    assert page.status_code == 403
    token = hidden(page, "csrfmiddlewaretoken")
    code = codes.shown_code(judge.interview)
    strict.post("/take/small/code/", {"code": code, "csrfmiddlewaretoken": token})
    assert current(judge, 1) == "perhaps"


def test_an_answer_to_a_study_that_was_just_paused_is_kept_here_and_that_is_said(judge, open_study):
    judge.answer(1)
    form = form_of(judge, 2)
    open_study.collection = Collection.PAUSED
    open_study.save()
    page = judge.post("scenario/2/", **form, answer="yes")
    assert page.status_code == 409
    assert "kon tijdens de pauze niet worden opgeslagen" in page.content.decode()
    assert judge.interview.answers.count() == 1


def test_seconds_are_counted_by_the_server_and_add_up(judge, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("collega.web.survey.answering.time.time", lambda: clock[0])
    for took, total in ((12.0, 12.0), (5.0, 17.0)):
        form = form_of(judge, 1)
        clock[0] += took
        judge.post("scenario/1/", **form, answer="yes" if took > 10 else "no")
        assert judge.interview.answers.get(position=1).seconds == total
    assert [each.seconds for each in AnswerSent.objects.all()] == [12.0, 5.0]


def test_made_up_seconds_count_for_nothing(judge):
    form = form_of(judge, 1) | {"shown": "made up"}
    judge.post("scenario/1/", **form, answer="yes")
    assert judge.interview.answers.get(position=1).seconds is None


def test_what_was_shown_is_kept_in_the_words_of_that_moment(judge, open_study):
    form = form_of(judge, 1)
    open_study.corrections = [{"place": "statement", "language": "nl", "text": "Dit mag echt."}]
    open_study.save()
    judge.post("scenario/1/", **form, answer="yes")
    judge.answer(2)
    first, second = judge.interview.answers.all()
    assert (first.shown["statement"], second.shown["statement"]) == ("Dit mag.", "Dit mag echt.")
    assert [row[0] for row in first.shown["rows"]] == ["Wie?", "Wat?"]
    assert first.shown["answers"] == {"no": "Nee", "perhaps": "Misschien", "yes": "Ja"}


def test_the_scenario_of_an_answer_is_the_one_at_its_place(judge):
    from collega.web.survey.path import design_of

    judge.answer(1)
    interview = judge.interview
    answer = interview.answers.get()
    assert answer.scenario == design_of(interview).scenarios[interview.order[0]]


def test_changing_from_the_overview_comes_back_to_it(judge):
    for n in range(1, 7):
        judge.answer(n)
    page = judge.get("scenario/3/")
    assert b'name="check" value="yes"' in page.content
    form = {"request_key": hidden(page, "request_key"), "shown": hidden(page, "shown"), "answer": "no", "check": "yes"}
    assert judge.post("scenario/3/", **form).url == "/take/small/check/"


def test_characteristics_declined_other_and_forgotten(walker):
    walker.start()
    walker.post("consent/", agree="on")
    assert walker.get("scenario/1/").url == "/take/small/about-you/"
    assert walker.post("about-you/").status_code == 422
    assert walker.post("about-you/", **{"q-post": "nonsense"}).status_code == 422
    walker.post("about-you/", **{"o-post": "Baker"})
    assert (walker.interview.values, walker.interview.others) == ({"post": "other"}, {"post": "Baker"})
    walker.post("about-you/", **{"q-post": "prefer_not_to_say", "o-post": "Baker"})
    assert (walker.interview.values, walker.interview.others) == ({"post": "prefer_not_to_say"}, {})


def test_nothing_without_consent(walker):
    walker.start()
    assert walker.post("consent/").status_code == 422
    for path in ("about-you/", "instruction/", "scenario/1/", "check/", "your-code/"):
        assert walker.get(path).url == "/take/small/consent/"
    walker.post("instruction/")
    walker.post("about-you/", **{"q-post": "x"})
    row = Interview.objects.get()
    assert (row.version, row.values, row.consented_at) == ("", {}, None)


def test_consent_once_given_keeps_its_text(walker, open_study):
    walker.start()
    walker.post("consent/", agree="on")
    before = walker.interview.consent_text
    open_study.notice["purpose"] = {"nl": "iets anders", "en": "something else"}
    open_study.save()
    walker.post("consent/", agree="on")
    assert walker.interview.consent_text == before


def test_an_answer_and_the_next_page_ask_the_database_little(walker, django_assert_num_queries):
    """On SQLite its row held, the answers there, two rows written, between begin and commit; on PostgreSQL all the
    rows at once, after what is there was read. The next page: one query."""
    walker.to_scenarios()
    walker.answer(1)
    page = walker.get("scenario/2/")
    data = {name: hidden(page, name) for name in ("request_key", "shown")} | {"answer": "yes"}
    with django_assert_num_queries(2 if connection.vendor == "postgresql" else 6):  # savepoints: begin and commit
        walker.post("scenario/2/", **data)
    with django_assert_num_queries(1):
        walker.get("scenario/3/")
