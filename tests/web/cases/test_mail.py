"""Mail: asked for, once, without tracking, off by one click; and nothing in it that spoils a judgement."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from collega.web.deeds import casebook, casebook_mail
from collega.web.jobs.casebook_letters import stop_link
from collega.web.jobs.kinds import perform
from collega.web.jobs.tick import STEPS
from collega.web.records.models import Case, Job, Letter, Mail, WeekCase, Wish
from tests.web.cases.conftest import judge, judge_all, make_case, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(casebook_mail, "MORNING", 0)


def tick(name):
    step = next(each for each in STEPS if each.name == name)
    done, failed = step.take(timezone.localdate())
    assert failed == []
    for job in Job.objects.filter(kind="casebook_mail", state=Job.State.WAITING):
        perform(job.pk)
    return done


def subscribe(study, *people):
    for user in people:
        casebook_mail.change_wish(study, user, week=True, reminders=True)


def test_the_weeks_case_goes_once_to_who_asked_for_it(study, case, colleague):
    quiet = make_person(study)
    subscribe(study, colleague)
    assert tick("week") == 1
    assert [each.to for each in mail.outbox] == [[colleague.email]]
    assert tick("week") == 0
    casebook_mail.send_week(study)
    assert len(mail.outbox) == 1
    assert Letter.objects.get().state == Mail.State.SENT
    assert quiet.email not in str(mail.outbox)


def test_the_mail_asks_and_tells_nothing_of_the_case(study, case, author, colleague):
    casebook.record_outcome(case, author, side="positive", decided="DECIDED", why="WHYSO")
    judge_all(case, study, ["yes"] * 3 + ["no"] * 3)
    subscribe(study, colleague)
    tick("week")
    letter = mail.outbox[0]
    for hidden in ("Because.", "DECIDED", "WHYSO", "Reason of", f"{case.advice['share']:.0%}"):
        assert hidden not in letter.body
    assert f"/cases/small/c/{case.code}/" in letter.body
    assert judge(case, colleague).blind


def test_nothing_in_a_mail_tracks(study, case):
    people = [make_person(study) for _ in range(3)]
    subscribe(study, *people)
    tick("week")
    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        assert type(letter) is EmailMessage  # words alone, no HTML beside them
        assert not letter.attachments
        assert "<img" not in letter.body
    addresses = [set(re.findall(r"https?://\S+", letter.body)) for letter in mail.outbox]
    own = [each - set.intersection(*addresses) for each in addresses]
    assert all(
        len(each) == 1 and "/cases/stop/" in next(iter(each)) for each in own
    )  # one link differs: the one that stops


def test_last_weeks_result_goes_to_who_judged_it(study, case, colleague):
    judged = judge_all(case, study, ["yes"] * 3 + ["no"] * 3)
    subscribe(study, colleague, judged[0])
    WeekCase.objects.create(study=study, case=case, monday=casebook_mail.monday_of(timezone.localdate()) - timedelta(7))
    make_case(study, make_person(study), title="This week")
    for user in (colleague, judged[0]):
        user.language = "en"
        user.save()
    tick("week")
    by = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "Of 6 colleagues, 3 answered positively." in by[judged[0].email]
    assert "3 answered positively" not in by[colleague.email]
    assert judge(case, colleague).blind


def test_each_case_is_a_weeks_case_once(study, case, colleague):
    subscribe(study, colleague)
    tick("week")
    WeekCase.objects.update(monday=casebook_mail.monday_of(timezone.localdate()) - timedelta(7))
    assert tick("week") == 0
    assert len(mail.outbox) == 1


def test_one_click_stops_it_and_a_look_does_not(client, study, case, colleague):
    subscribe(study, colleague)
    tick("week")
    address = re.search(r"http\S+/cases/stop/\S+", mail.outbox[0].body)[0].partition("://")[2].partition("/")[2]
    for _ in range(2):
        assert client.get("/" + address).status_code == 200
    assert Wish.objects.get().week
    assert client.post("/" + address).status_code == 200
    assert (Wish.objects.get().week, Wish.objects.get().reminders) == (False, True)
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.post("/cases/stop/week-wrong.token/").status_code == 404


def test_who_stopped_it_meanwhile_left_or_was_switched_off_gets_nothing(study, case):
    people = [make_person(study) for _ in range(3)]
    subscribe(study, *people)
    casebook_mail.send_week(study)
    casebook_mail.change_wish(study, people[0], week=False, reminders=True)
    people[1].roles.all().delete()
    people[2].is_active = False
    people[2].save()
    perform(Job.objects.get(kind="casebook_mail").pk)
    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_a_letter_left_in_sending_is_not_sent_twice(study, case, colleague):
    subscribe(study, colleague)
    casebook_mail.send_week(study)
    Letter.objects.update(state=Mail.State.SENDING)
    perform(Job.objects.get(kind="casebook_mail").pk)
    assert mail.outbox == []
    assert Letter.objects.get().state == Mail.State.FAILED


@pytest.mark.parametrize(("days", "letters"), [(20, 0), (29, 1), (60, 1), (200, 1)])
def test_an_author_is_reminded_of_an_open_case(study, case, author, days, letters):
    Case.objects.update(shared_at=timezone.now() - timedelta(days=days))
    tick("open_cases")
    tick("open_cases")
    assert [each.to for each in mail.outbox] == [[author.email]] * letters


def test_no_reminder_once_decided_or_switched_off(client, study, case, author):
    Case.objects.update(shared_at=timezone.now() - timedelta(days=30))
    tick("open_cases")
    link = stop_link(Letter.objects.select_related("wish").get())
    Case.objects.update(shared_at=timezone.now() - timedelta(days=60))
    assert client.post("/" + link.partition("://")[2].partition("/")[2]).status_code == 200
    tick("open_cases")
    assert len(mail.outbox) == 1
    casebook_mail.change_wish(study, author, week=False, reminders=True)
    casebook.record_outcome(case, author, side="negative", decided="No.", why="So.")
    tick("open_cases")
    assert len(mail.outbox) == 1
