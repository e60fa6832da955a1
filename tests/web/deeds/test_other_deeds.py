"""Deeds beside collecting: their conditions, what is kept, and the line in the trail, without any page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from collega.errors import StudyError
from collega.study import template_text
from collega.web import bridge
from collega.web.deeds import analysis, design, mailing, people, publication, team
from collega.web.deeds.collection import close, launch
from collega.web.deeds.definition import copy_study, correct, make_study
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import (
    Deed,
    Event,
    Interview,
    Invitation,
    Job,
    Kind,
    Note,
    PlannedMail,
    Publication,
    Role,
    ShareOf,
    Study,
    current_design,
)  # fmt: skip
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Person:
    email: str
    name: str = ""
    language: str = "nl"


def deeds():
    return list(Event.objects.order_by("pk").values_list("what", flat=True))


def test_who_makes_a_study_owns_it(study):
    user = make_member(study)
    made = make_study("new", user, template_text("avg-data-sharing"))
    assert made.roles.get().kind == Role.Kind.OWNER
    with pytest.raises(StudyError):
        make_study("bad", user, "key: x")
    assert not Study.objects.filter(key="bad").exists()
    assert deeds() == [Deed.STUDY_MADE]


def test_a_copy_gets_the_next_free_name_and_the_texts(study):
    user = make_member(study)
    first, second = copy_study(study, user), copy_study(study, user)
    assert (first.key, second.key) == ("small-2", "small-3")
    assert first.notice == study.notice
    assert first.hash == study.hash
    assert not first.launched


def test_a_correction_is_for_launched_studies_and_leaves_the_hash(study):
    before, correction = study.hash, {"place": "title", "language": "en", "text": "Smaller study"}
    with pytest.raises(RefusedError):
        correct(study, None, correction)
    launch(study, None)
    correct(study, None, correction)
    study.refresh_from_db()
    assert study.as_shown.title.en == "Smaller study"
    assert study.hash == before
    assert Event.objects.get(what=Deed.TEXT_CORRECTED).facts == correction


def test_people_are_added_once_and_not_after_closing(open_study):
    assert people.add_people(open_study, None, [Person("a@example.org"), Person("b@example.org")]) == 2
    assert people.add_people(open_study, None, []) == 0
    assert Event.objects.get().facts == {"people": 2}
    assert len(set(Invitation.objects.values_list("token_hash", flat=True))) == 2
    assert people.remove_person(open_study, None, Invitation.objects.first().pk)
    assert not people.remove_person(open_study, None, 0)
    close(open_study, None)
    with pytest.raises(RefusedError):
        people.add_people(open_study, None, [Person("c@example.org")])
    assert deeds() == [Deed.PEOPLE_ADDED, Deed.PERSON_REMOVED, Deed.STUDY_CLOSED]


RETURNED = b"""From: server@example.org
Content-Type: multipart/report; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; x

Final-Recipient: rfc822; a@example.org
Action: failed
Status: 5.1.1

--B--
"""


def test_returned_mail_is_counted_once(open_study):
    people.add_people(open_study, None, [Person("a@example.org")])
    assert people.take_in_returned_mail(open_study, None, RETURNED) == 1
    assert people.take_in_returned_mail(open_study, None, RETURNED) == 0
    assert Event.objects.get(what=Deed.RETURNED_MAIL_TAKEN_IN).facts == {"people": 1}


def test_a_reminder_is_planned_for_a_day_to_come_once(open_study):
    today = timezone.localdate()
    Study.objects.update(closes_on=today + timedelta(days=5))
    for day in (today, today + timedelta(days=6)):
        with pytest.raises(RefusedError):
            mailing.plan_reminder(open_study, None, day)
    assert mailing.plan_reminder(open_study, None, today + timedelta(days=5))
    assert not mailing.plan_reminder(open_study, None, today + timedelta(days=5))
    assert mailing.drop_reminder(open_study, None, PlannedMail.objects.get().pk)
    assert not mailing.drop_reminder(open_study, None, 0)
    close(open_study, None)
    with pytest.raises(RefusedError):
        mailing.plan_reminder(open_study, None, today + timedelta(days=2))
    assert deeds() == [Deed.REMINDER_PLANNED, Deed.PLANNED_REMINDER_DROPPED, Deed.STUDY_CLOSED]


def test_a_text_of_mail_is_kept_and_replaced(open_study):
    for subject in ("one", "two"):
        mailing.change_mail_text(open_study, None, "reminder", "nl", subject=subject, body="{link}")
    assert open_study.mail_texts.get().subject == "two"
    assert Event.objects.first().facts == {"kind": "reminder", "language": "nl"}


def test_scenarios_change_until_the_launch(study):
    made = bridge.design_of(current_design(study))
    design.change_scenario(study, None, made, "S1")
    design.take_design_in(study, None, made)
    assert design.ask_for_design(study, None, versions=2).kind == "design"
    launch(study, None)
    for late in (lambda: design.change_scenario(study, None, made, "S1"), lambda: design.take_design_in(study, None, made),
                 lambda: design.ask_for_design(study, None, versions=2)):  # fmt: skip
        with pytest.raises(RefusedError):
            late()
    assert deeds() == [Deed.SCENARIO_CHANGED, Deed.DESIGN_TAKEN_IN, Deed.STUDY_LAUNCHED]
    assert Event.objects.get(what=Deed.SCENARIO_CHANGED).facts == {"scenario": "S1"}


def test_without_scenarios_nobody_tries_out_or_rehearses(study):
    design.log_preview(study, None)
    assert design.ask_for_panel(study, None, participants=30).arguments == {"participants": 30}
    study.designs.update(current=False)
    for early in (lambda: design.log_preview(study, None), lambda: design.ask_for_panel(study, None, participants=30)):
        with pytest.raises(RefusedError):
            early()
    assert deeds() == [Deed.PREVIEW_STARTED, Deed.SIMULATION_ASKED_FOR]


def test_a_fit_of_real_answers_needs_answers(open_study):
    assert analysis.ask_for_fit(open_study, None, Kind.REAL).arguments == {"kind": "real"}
    Job.objects.all().delete()
    open_study.erased_at = timezone.now()
    with pytest.raises(RefusedError):
        analysis.ask_for_fit(open_study, None, Kind.REAL)
    assert analysis.ask_for_fit(open_study, None, Kind.SIMULATED).arguments == {"kind": "simulated"}
    assert deeds() == [Deed.FIT_ASKED_FOR, Deed.FIT_ASKED_FOR]


def test_leaving_out_needs_a_reason_and_is_told_without_a_name(open_study):
    person = Interview.objects.create(study=open_study, pseudonym="p-one")
    with pytest.raises(RefusedError):
        analysis.leave_out(person, None, "")
    for _ in range(2):
        analysis.leave_out(person, None, "answered while travelling")
    person.refresh_from_db()
    assert (person.included, person.excluded_reason) == (False, "answered while travelling")
    for _ in range(2):
        analysis.include_again(person, None)
    person.refresh_from_db()
    assert (person.included, person.excluded_reason) == (True, "")
    assert list(Event.objects.order_by("pk").values_list("what", "facts")) == [
        (Deed.PARTICIPANT_LEFT_OUT, {"left_out_now": 1}), (Deed.PARTICIPANT_INCLUDED, {"left_out_now": 0})]  # fmt: skip


def test_a_note_is_written_replaced_and_taken_away(study):
    with pytest.raises(RefusedError):
        analysis.write_note(study, None, "importance", {"nl": "x" * (analysis.LONGEST_NOTE + 1), "en": ""})
    for text in ({"nl": "een", "en": ""}, {"nl": "twee", "en": "two"}):
        analysis.write_note(study, None, "importance", text)
    assert Note.objects.get().text == {"nl": "twee", "en": "two"}
    analysis.write_note(study, None, "importance", {"nl": "", "en": ""})
    assert not Note.objects.exists()
    assert deeds() == [Deed.NOTE_CHANGED] * 3


def test_the_audience_the_link_and_whose_share(study):
    link = study.results_token
    for _ in range(2):
        publication.show_to(study, None, Publication.LINK)
        publication.choose_share(study, None, ShareOf.COLLEAGUES)
    publication.renew_link(study, None)
    publication.unpublish(study)  # nothing is published: no line
    study.refresh_from_db()
    assert (study.publication, study.share_of) == (Publication.LINK, ShareOf.COLLEAGUES)
    assert study.results_token != link
    assert deeds() == [Deed.AUDIENCE_CHANGED, Deed.SHARE_CHOSEN, Deed.RESULTS_LINK_RENEWED]


def test_the_last_owner_stays_and_a_new_owner_comes_first(study):
    owner, reader = make_member(study), make_member(study, Role.Kind.READER)
    first, second = owner.roles.get(), reader.roles.get()
    assert team.change_roles(study, owner, {first.pk: ("", "remove")})[0][1] != ""
    assert team.change_roles(study, owner, {second.pk: ("analyst", "owner")})[0][1] != ""  # they are a reader by now
    changed = team.change_roles(study, owner, {first.pk: ("owner", "remove"), second.pk: ("reader", "owner")})
    assert [refusal for _role, refusal in changed] == ["", ""]
    assert study.roles.get().user == reader
    assert deeds() == [Deed.ROLE_CHANGED, Deed.COLLEAGUE_REMOVED]
    with pytest.raises(RefusedError):
        team.change_roles(study, owner, {0: ("", "owner")})
