"""An answer that could not be saved: said so, kept on the device, offered again, and saved once."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.db import OperationalError, connection
from django.test import Client

from collega.web.records.models import AnswerSent, Kind
from collega.web.survey import answering, before, judging
from tests.web.conftest import make_study
from tests.web.survey.conftest import Walker, hidden

SAID = "Dit antwoord is niet opgeslagen."


class Careful(Client):
    """Gets what a browser gets where the site breaks."""

    def __init__(self):
        super().__init__(raise_request_exception=False)


@pytest.fixture
def on_disk(transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite alone")
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")  # instead of 20 seconds
    yield
    connection.close()


@pytest.fixture
def judge(on_disk):
    make_study(is_open=True)
    walker = Walker(Careful())
    walker.to_scenarios()
    return walker


def form_of(walker, number):
    page = walker.get(f"scenario/{number}/")
    return {name: hidden(page, name) for name in ("request_key", "shown")}


def device(walker):
    return {name for name, morsel in walker.client.cookies.items() if name.startswith("interview") and morsel.value}


def sent_again(walker, page, answer):
    """Press the button of the page that came back."""
    form = {name: hidden(page, name) for name in ("request_key", "shown")}
    chosen = re.search(r'value="(\w+)" required checked', page.content.decode())[1]
    assert chosen == answer
    return walker.post("scenario/1/", answer=chosen, **form)


def check_given_back(walker, page, form, answer):
    text = page.content.decode()
    assert page.status_code == 500
    assert SAID in text
    assert "een week op dit apparaat bewaard" in text
    assert "Opnieuw proberen" in text
    assert hidden(page, "request_key") == form["request_key"]
    assert "interview-pending" in device(walker)
    assert f'value="{answer}" required checked' in text


def test_a_database_that_another_process_holds(judge):
    form = form_of(judge, 1)
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        page = judge.post("scenario/1/", answer="perhaps", **form)
        check_given_back(judge, page, form, "perhaps")
        assert not judge.interview.answers.exists()
        other.execute("ROLLBACK")
    assert sent_again(judge, page, "perhaps").url == "/take/small/scenario/2/"
    assert judge.interview.answers.get().answer == "perhaps"
    assert "interview-pending" not in device(judge)


def test_a_full_disk(judge):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no free room left behind by tests before
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            answers = ("yes", "no") * 2000  # until the last free room is used
            for answer in answers:
                form, before_it = form_of(judge, 1), AnswerSent.objects.count()
                page = judge.post("scenario/1/", answer=answer, **form)
                if page.status_code != 302:
                    break
            check_given_back(judge, page, form, answer)
            assert AnswerSent.objects.count() == before_it
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert sent_again(judge, page, answer).status_code == 302
    assert judge.interview.answers.get().answer == answer


def test_a_fault_of_ours_after_it_was_saved_counts_once(judge, monkeypatch):
    real = judging._onwards
    monkeypatch.setattr(judging, "_onwards", lambda *_: 1 / 0)
    form = form_of(judge, 1)
    page = judge.post("scenario/1/", answer="yes", **form)
    check_given_back(judge, page, form, "yes")
    monkeypatch.setattr(judging, "_onwards", real)
    assert judge.get("go/").url == "/take/small/scenario/2/"  # it had arrived: nothing is offered again
    sent_again(judge, page, "yes")
    assert AnswerSent.objects.count() == 1


def test_it_is_offered_again_wherever_the_participant_comes_back(judge, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(judging, "record", lambda *_: 1 / 0)
        judge.post("scenario/1/", answer="perhaps", **form_of(judge, 1))
    assert judge.get("go/").url == "/take/small/scenario/1/"
    text = judge.get("scenario/1/").content.decode()
    assert "Uw antwoord op dit scenario is nog niet opgeslagen" in text
    assert 'value="perhaps" required checked' in text
    judge.answer(1, "perhaps")
    assert device(judge) == {"interview"}


def test_who_stops_leaves_nothing_on_the_device(judge, monkeypatch):
    monkeypatch.setattr(judging, "record", lambda *_: 1 / 0)
    judge.post("scenario/1/", answer="perhaps", **form_of(judge, 1))
    judge.client.cookies["interview-draft"] = "number=2&answer=no"
    assert device(judge) == {"interview", "interview-pending", "interview-draft"}
    assert "staat alleen op dit apparaat" in judge.get("stop/").content.decode()
    judge.post("stop/")
    assert device(judge) == set()


def test_a_database_that_cannot_even_be_read(judge, monkeypatch):
    form = form_of(judge, 1)
    with monkeypatch.context() as broken:

        def gone(*_, **__):
            raise OperationalError("unable to open database file")

        broken.setattr(judging, "visit_at", gone)
        page = judge.post("scenario/1/", answer="perhaps", **form)
    text = page.content.decode()
    assert page.status_code == 500
    assert "Uw antwoord op scenario 1 is niet opgeslagen" in text
    assert {hidden(page, name) for name in ("request_key", "shown", "answer")} == {*form.values(), "perhaps"}
    assert hidden(page, "csrfmiddlewaretoken")
    assert "interview-pending" in device(judge)
    sent = {name: hidden(page, name) for name in ("request_key", "shown", "answer")}
    assert judge.post("scenario/1/", **sent).url == "/take/small/scenario/2/"


def test_what_somebody_sends_is_never_markup_on_the_page(judge, monkeypatch):
    monkeypatch.setattr(judging, "visit_at", lambda *_, **__: 1 / 0)
    page = judge.post("scenario/1/", **{"answer": '"><script>alert(1)</script>', "<b>": "x"})
    assert "<script>alert" not in page.content.decode()
    assert "<b>" not in page.content.decode()


def test_in_the_language_of_the_participant(judge, monkeypatch):
    monkeypatch.setattr(judging, "record", lambda *_: 1 / 0)
    judge.client.cookies["language"] = "en"
    page = judge.post("scenario/1/", answer="perhaps", **form_of(judge, 1))
    assert "This answer has not been saved." in page.content.decode()
    monkeypatch.setattr(judging, "visit_at", lambda *_, **__: 1 / 0)
    page = judge.post("scenario/1/", answer="perhaps", request_key="k")
    assert "Your answer to scenario 1 has not been saved" in page.content.decode()


@pytest.mark.parametrize(("address", "broken", "sent"), [
    ("consent/", "ConsentForm", {"agree": "on"}), ("about-you/", "AboutForm", {"q-post": "x"}),
    ("instruction/", "assign", {})])  # fmt: skip
def test_other_forms_come_back_as_they_were_sent(judge, monkeypatch, address, broken, sent):
    walker = Walker(Careful())
    walker.start()
    if address != "consent/":
        walker.post("consent/", agree="on")
    if address == "instruction/":
        walker.post("about-you/", **{"q-post": "x"})
    with monkeypatch.context() as fault:
        fault.setattr(before, broken, lambda *_, **__: 1 / 0)
        page = walker.post(address, **sent)
    assert page.status_code == 500
    assert "Dit is niet opgeslagen" in page.content.decode()
    assert f'action="/take/small/{address}"' in page.content.decode()
    assert {name: hidden(page, name) for name in sent} == sent
    assert "interview-pending" not in device(walker)
    assert walker.post(address, **sent).status_code == 302


def test_a_page_that_was_only_asked_for_gets_the_plain_page(judge, monkeypatch):
    monkeypatch.setattr(judging, "scenario_context", lambda *_, **__: 1 / 0)
    page = judge.get("scenario/1/")
    assert page.status_code == 500
    assert "niet opgeslagen" not in page.content.decode()


@pytest.fixture
def draft(judge):
    """What the script of the page leaves where the server never answered."""
    form = form_of(judge, 1)
    judge.client.cookies["interview-draft"] = urlencode({**form, "answer": "no", "number": 1})
    return form


def test_a_draft_of_a_dead_server_is_offered_again(judge, draft):
    assert judge.get("go/").url == "/take/small/scenario/1/"
    assert 'value="no" required checked' in judge.get("scenario/1/").content.decode()
    judge.answer(1, "no")
    assert device(judge) == {"interview"}


def test_a_draft_that_had_arrived_after_all_goes(judge, draft):
    answering.record_alone(judge.interview, answering.Sent(1, "no", draft["request_key"], draft["shown"]))
    assert judge.get("go/").url == "/take/small/scenario/2/"
    judge.get("scenario/1/")
    assert device(judge) == {"interview"}


def test_a_draft_is_saved_with_the_code_and_its_time_counts_for_nothing(judge, draft):
    from collega.web.survey import codes

    del judge.client.cookies["interview"]
    judge.post("code/", code=codes.shown_code(judge.interview))
    saved = judge.interview.answers.get()
    assert (saved.answer, saved.seconds) == ("no", None)


def test_a_draft_is_nobody_elses(judge, draft):
    other = Walker(Careful())
    other.to_scenarios()
    other.client.cookies["interview-draft"] = judge.client.cookies["interview-draft"].value
    assert other.get("go/").url == "/take/small/scenario/1/"
    assert "checked" not in other.get("scenario/1/").content.decode()


@pytest.mark.parametrize("nonsense", ["", "number=x&answer=no", "number=1", "%00", "number=²&answer=no", "a" * 4000])
def test_a_draft_that_is_nonsense_is_nothing(judge, nonsense):
    judge.client.cookies["interview-draft"] = nonsense
    assert judge.get("go/").url == "/take/small/scenario/1/"
    assert judge.get("scenario/1/").status_code == 200


def test_the_script_is_told_where_to_go_on(judge):
    page = judge.client.post(
        "/take/small/scenario/1/", {"answer": "yes", **form_of(judge, 1)}, headers={"X-Stays": "yes"}
    )
    assert page.status_code == 204
    assert page.headers["X-Next"] == "/take/small/scenario/2/"
    assert "Location" not in page.headers
    assert judge.interview.answers.get().answer == "yes"


def test_the_script_is_told_that_it_was_us(judge, monkeypatch):
    monkeypatch.setattr(judging, "record", lambda *_: 1 / 0)
    page = judge.client.post(
        "/take/small/scenario/1/", {"answer": "yes", **form_of(judge, 1)}, headers={"X-Stays": "yes"}
    )
    assert (page.status_code, page.headers["X-Unsaved"]) == (500, "yes")


def test_an_expired_form_is_kept_on_the_device_too(judge):
    strict = Careful()
    strict.handler.enforce_csrf_checks = True
    strict.cookies["interview"] = judge.client.cookies["interview"].value
    page = strict.post("/take/small/scenario/1/", form_of(judge, 1) | {"answer": "perhaps"})
    assert page.status_code == 403
    assert strict.cookies["interview-pending"].value


def test_a_preview_is_given_back_too(on_disk, monkeypatch):
    study = make_study()
    walker = Walker(Careful())
    from collega.web.survey.getting_in import start_preview

    walker.client.cookies["interview"] = start_preview(None, study).cookies["interview"].value
    walker.post("consent/", agree="on")
    walker.post("about-you/", **{"q-post": "x"})
    walker.post("instruction/")
    assert walker.interview.kind == Kind.PREVIEW
    monkeypatch.setattr(judging, "record", lambda *_: 1 / 0)
    assert SAID in walker.post("scenario/1/", answer="yes", **form_of(walker, 1)).content.decode()
