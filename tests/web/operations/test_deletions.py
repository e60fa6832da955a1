"""What was deleted stays deleted: every kind is noted, whichever deed did it, and a restore does it again."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import override_settings
from django.utils import timezone

import collega.web
from collega.web import deletions, ledger
from collega.web.accounts.models import User
from collega.web.deeds import casebook_mail
from collega.web.deeds.collection import close
from collega.web.deeds.retention import erase
from collega.web.deeds.session import finish, leave, make_session, open_session
from collega.web.deeds.training import consent
from collega.web.deeds.withdrawal import withdraw
from collega.web.operations.replay import delete_again, kinds, without_owner
from collega.web.records.models import (
    Case,
    Collection,
    Interview,
    Invitation,
    Link,
    Role,
    Session,
    Study,
    Wish,
    current_design,
)
from tests.web.conftest import make_member, make_study
from tests.web.rows import fill

WEB = Path(collega.web.__file__).parent
pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=9)


@pytest.fixture(autouse=True)
def noted(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """A list of its own; returns what stands in it. A test that is one transaction would never write it."""
    if not request.node.get_closest_marker("django_db").kwargs:
        monkeypatch.setattr(ledger, "transaction", SimpleNamespace(on_commit=lambda write: write()))
    with override_settings(DATA=tmp_path):
        yield lambda: list(ledger.deletions_in(ledger.ledger_file()))


def test_a_line_that_was_cut_short_takes_no_other_with_it(noted):
    ledger.note_deletion(ledger.INTERVIEW, "small", "first")
    with ledger.ledger_file().open("a") as file:
        file.write('{"at": "2026-11-')
    ledger.note_deletion(ledger.INTERVIEW, "small", "second")
    ledger.note_deletion(ledger.INTERVIEW, "small", "third")
    marks = [ledger.mark_of(ledger.INTERVIEW, "small", name) for name in ("first", "second", "third")]
    assert [each.mark for each in noted()] == marks


def a_row(kind: str):
    model = deletions.noted_models()[kind]
    if model is User:
        return User.objects.create_user("somebody@example.org")
    given = {"word": "babebibo"} if model is Session else {}
    return fill(model, {"records.Study": lambda _model: make_study(f"s{Study.objects.count()}"),
                        "accounts.User": lambda _model: User.objects.create_user(f"u{User.objects.count()}@example.org")}, **given)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(deletions.noted_models()))
@pytest.mark.parametrize("by_query", [False, True])
def test_a_row_that_goes_is_noted_and_goes_again(kind: str, by_query: bool, noted) -> None:
    row = a_row(kind)
    model, names, key = type(row), deletions.names_of(kind, row), row.pk
    (model.objects.filter(pk=key) if by_query else row).delete()
    mark = ledger.mark_of(kind, *names)
    assert mark in {each.mark for each in noted() if each.kind == kind}
    row.pk = key
    row.save(force_insert=True)  # a restore brings it back
    before = noted()
    assert deletions.names_of(kind, model.objects.get(pk=key)) == names
    assert delete_again([each for each in before if each.mark == mark], timezone.now()) == 1
    assert not model.objects.filter(pk=key).exists()
    assert noted() == before  # it stood there already


@pytest.mark.django_db(transaction=True)
def test_what_is_not_deleted_is_not_noted(noted) -> None:
    row = a_row("remark")
    with transaction.atomic():
        row.delete()
        transaction.set_rollback(True)
    assert noted() == []
    type(row).objects.all().delete()
    assert [each.kind for each in noted()] == ["remark"]


def test_a_key_that_is_given_out_again_is_another_row() -> None:
    """After a restore keys begin again: a later row has the number of one that was deleted, and must stay."""
    row = a_row("remark")
    old = ledger.Deleted("remark", ledger.mark_of("remark", *deletions.names_of("remark", row)))
    row.at += timedelta(seconds=1)
    row.save()
    assert delete_again([old], LONG_AGO) == 0


def lines(noted, *wanted: str):
    found = [each for each in noted() if each.kind in wanted]
    assert {each.kind for each in found} == set(wanted)
    return found


def test_a_withdrawal_and_the_end_of_a_study(noted) -> None:
    study = make_study(is_open=True)
    one, _other = (fill(Interview, study=study, pseudonym=name) for name in ("p-1", "p-2"))
    withdraw(one)
    fill(Interview, study=study, pseudonym="p-1")
    assert delete_again(lines(noted, ledger.INTERVIEW), LONG_AGO) == 1
    assert [row.pseudonym for row in study.interviews.all()] == ["p-2"]
    fill(Invitation, study=study)
    erase(study)
    assert not [each for each in noted() if each.kind == "invitation"]  # a study is one line, however many took part
    Study.objects.update(erased_at=None)
    fill(Interview, study=study, pseudonym="p-2")
    fill(Invitation, study=study)
    assert delete_again(lines(noted, ledger.STUDY), LONG_AGO) == 1
    assert not study.interviews.exists()
    assert not study.invitations.exists()


def test_who_answered_what_stays_unlinked_after_the_closing(noted) -> None:
    study = make_study(is_open=True)
    close(study, None)
    Study.objects.update(collection=Collection.OPEN)
    fill(Link, invitation=fill(Invitation, study=study), interview=fill(Interview, study=study))
    assert delete_again(lines(noted, ledger.LINKS), LONG_AGO) == 1
    assert not Link.objects.exists()
    assert Study.objects.get().collection == Collection.CLOSED


def in_a_room(study: Study) -> Session:
    session = make_session(
        study, None, title="Talk", scenarios=[(current_design(study).layout["scenarios"][0], "chosen")]
    )
    open_session(session, None)
    session.refresh_from_db()
    session.seats.create(number=1)
    session.seats.create(number=2)
    return session


def test_seats_of_a_session(noted) -> None:
    session = in_a_room(make_study(is_open=True))
    leave(session, 1)
    session.seats.filter(number=1).update(left=False)
    assert delete_again(lines(noted, ledger.SEAT), LONG_AGO) == 1
    assert [seat.left for seat in session.seats.all()] == [True, False]
    finish(session, None)
    Session.objects.update(state=Session.State.OPEN)
    session.seats.create(number=2)
    assert delete_again(lines(noted, ledger.SEATS), LONG_AGO) == 1
    assert not session.seats.exists()
    assert Session.objects.get().finished


def test_mail_that_somebody_stopped_and_a_consent_taken_back(noted) -> None:
    learner, wish = a_row("learner"), a_row("wish")
    learner.consented_on = timezone.localdate()
    learner.save()
    consent(learner, given_consent=False)
    casebook_mail.change_wish(wish.study, wish.user, week=False, reminders=False)
    type(learner).objects.update(consented_on=timezone.localdate())
    Wish.objects.update(week=True, reminders=True)
    known = lines(noted, ledger.CONSENT, ledger.WEEK, ledger.REMINDERS)
    assert (
        delete_again(known, timezone.now() + timedelta(minutes=1)) == 0
    )  # the back-up is later: it was taken up again
    assert delete_again(known, LONG_AGO) == 3
    learner.refresh_from_db()
    wish.refresh_from_db()
    assert (learner.consented_on, wish.week, wish.reminders) == (None, False, False)


def test_an_invitee_who_wants_no_mail(noted, client) -> None:
    from collega.web.tokens import opt_out_token

    person = fill(Invitation, study=make_study(is_open=True))
    client.post(f"/take/out/{opt_out_token(person.nonce)}/")
    Invitation.objects.update(opted_out=False)
    assert delete_again(lines(noted, ledger.OPTED_OUT), LONG_AGO) == 1
    assert Invitation.objects.get().opted_out


def test_the_account_of_a_last_owner_goes_all_the_same(noted) -> None:
    study = make_study()
    user = make_member(study)
    draft = fill(Case, study=study, author=user)
    mark = ledger.mark_of("account", *deletions.names_of("account", user))
    assert delete_again([ledger.Deleted("account", mark)], LONG_AGO) == 1
    assert not User.objects.exists()
    assert not Case.objects.filter(pk=draft.pk).exists()
    assert not Role.objects.exists()
    assert without_owner() == [study.key]
    assert noted() == []


# The class, not the cases: what is new must be thought of.

KEPT = {
    "auth", "contenttypes", "sessions", "account",  # Django's; sign-ins end at a restore, addresses go with the account
    "accounts.Study", "records.Study", "records.Organisation",  # no person's; an empty organisation goes every hour anew
    "records.StoredDesign", "records.StoredFit", "records.Picture", "records.Note", "records.MadeFile",
    "records.Consultation", "records.MailText", "records.PlannedMail", "records.Release", "records.Job",
    "socialaccount.SocialApp", "records.Deletion", "records.Tries", "records.TrailLink", "records.Training", "records.Event", "records.ShownState",
    "records.Asked",  # a keyed hash that nobody can read; never deleted
    "records.Report",  # goes with the case or the remark
}  # fmt: skip
"""Tables without a person, or whose rows are deleted by nobody but with something that is noted."""
BY_DEED = {"records.Interview", "records.Seat"}


def _goes_with(model: type[models.Model], noted: set[type[models.Model]]) -> bool:
    """Whether a row goes, and is brought back, together with one whose deletion is noted."""
    parents = [
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.on_delete is models.CASCADE
    ]
    return any(parent in noted or _goes_with(parent, noted) for parent in parents if parent is not model)


def test_every_table_is_noted_goes_with_one_that_is_or_holds_nobody() -> None:
    known = set(deletions.noted_models().values()) | {apps.get_model(label) for label in BY_DEED}
    strange = [
        model._meta.label
        for model in apps.get_models()
        if model not in known and not {model._meta.label, model._meta.app_label} & KEPT and not _goes_with(model, known)
    ]
    assert strange == []


def test_every_kind_that_is_noted_is_deleted_again() -> None:
    parts = {getattr(ledger, name) for name in
             ("INTERVIEW", "STUDY", "LINKS", "SEAT", "SEATS", "OPTED_OUT", "CONSENT", "WEEK", "REMINDERS")}  # fmt: skip
    assert set(kinds()) == parts | set(deletions.noted_models())
    assert list(kinds())[-1] == "account"  # private cases and roles go by their own deeds first


PAST_THE_SIGNAL = {"_raw_delete", "TRUNCATE", "DELETE FROM"}


def _sources() -> list[Path]:
    return [file for file in WEB.rglob("*.py") if "migrations" not in file.parts]


def test_nothing_deletes_past_the_signal() -> None:
    """SQL of one's own sends no signal; what there is deletes the counts of limits, and what stands in SQLite's log."""
    found = {
        (str(file.relative_to(WEB)), word)
        for file in _sources() for word in PAST_THE_SIGNAL if word in file.read_text(encoding="utf-8")
    }  # fmt: skip
    assert found == {("limits.py", "DELETE FROM"), ("deeds/retention.py", "TRUNCATE")}


INTERVIEWS_GO = {
    "deeds/withdrawal.py:withdraw": ledger.INTERVIEW,
    "deeds/retention.py:erase": ledger.STUDY,
    "deeds/design.py:drop_rehearsals": "no person's: previews and simulations",
    "deeds/design.py:keep_simulated": "no person's: simulations",
    "deeds/study_folder.py:_keep_panel": "no person's: previews",
    "deeds/collection.py:launch": "no person's: previews",
}


def test_interviews_are_deleted_by_deeds_that_note_it_themselves() -> None:
    found = set()
    for file in _sources():
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                texts = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
                if any(text.endswith(".delete") and "nterview" in text for text in texts):
                    found.add(f"{file.relative_to(WEB)}:{function.name}")
    assert found == set(INTERVIEWS_GO)


def test_a_list_of_another_machine_is_taken_in_once(noted) -> None:
    others = [ledger.Deleted("remark", "x", "2026-01-01T00:00:00+00:00"), ledger.Deleted("case", "y")]
    ledger.take_in(others)
    ledger.take_in(reversed(others))
    assert noted() == others
