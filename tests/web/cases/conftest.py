"""A casebook: two organisations, people in them, and a published model."""

from __future__ import annotations

from itertools import count

import pytest

from collega.web import memory
from collega.web.accounts.models import User
from collega.web.deeds import case_judging, casebook, publication
from collega.web.deeds.casebook import Told
from collega.web.records.models import Organisation, Publication, Role, Visibility
from tests.web.results.conftest import make_fitted

LEVELS = {"who": "a", "what": "b"}
_numbers = count(1)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    memory.forget()


def make_person(study, organisation=None, kind=Role.Kind.PROFESSIONAL, **fields):
    user = User.objects.create_user(
        f"p{next(_numbers)}@example.org", "a long password indeed", organisation=organisation, **fields
    )
    Role.objects.create(study=study, user=user, kind=kind, organisation=organisation)
    return user


def make_case(study, author, *, visibility=Visibility.ALL, answer="yes", title="A case", **told):
    """A case with its author's advice, shared."""
    told = {"text": "What it is about.", "levels": LEVELS} | told
    case = casebook.make(study, author, Told(title=title, **told), organisation=author.organisation_id)
    casebook.advise(case, author, answer=answer, motivation="Because.", deciding=["who"])
    case.refresh_from_db()
    if visibility != Visibility.PRIVATE:
        casebook.share(case, author, visibility)
        case.refresh_from_db()
    return case


def judge(case, user, answer="yes", reason="I think so."):
    return case_judging.judge(case, user, answer=answer, reason=reason)


def judge_all(case, study, answers):
    """As many people judge as there are answers."""
    people = [make_person(study) for _ in answers]
    for user, answer in zip(people, answers, strict=True):
        judge(case, user, answer, reason=f"Reason of {user.pk} for {answer}.")
    return people


@pytest.fixture
def study(db):
    made, row = make_fitted(publication=Publication.PUBLIC)
    made.launched_at = made.created_at
    made.save()
    publication.publish(row)
    return made


@pytest.fixture
def town(db):
    return Organisation.objects.create(name="Gemeente Rivierstad", type="municipality")


@pytest.fixture
def agency(db):
    return Organisation.objects.create(name="Dienst Noord", type="agency")


@pytest.fixture
def author(study, town):
    return make_person(study, town, function="privacy officer")


@pytest.fixture
def colleague(study, agency):
    return make_person(study, agency, function="CISO")


@pytest.fixture
def case(study, author):
    return make_case(study, author)
