"""Studies, people and panels for tests of the website."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from collega.design import compose
from collega.study import template_text
from collega.web import bridge, memory
from collega.web.accounts.models import User
from collega.web.records.models import NOTICE_PARTS, Collection, Role, Study

SMALL = """
key: small
title: {nl: Klein onderzoek, en: Small study}
statement: {nl: Dit mag., en: This may be done.}
context: [{nl: Altijd zo., en: Always so.}]
answers:
  - {key: "no", text: {nl: Nee, en: "No"}, positive: false}
  - {key: perhaps, text: {nl: Misschien, en: Perhaps}, positive: false}
  - {key: "yes", text: {nl: Ja, en: "Yes"}, positive: true}
criteria:
  - {key: who, text: {nl: "Wie?", en: "Who?"}, levels: [{key: a, text: {nl: Een, en: One}}, {key: b, text: {nl: Twee, en: Two}}]}
  - {key: what, text: {nl: "Wat?", en: "What?"}, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}]}
characteristics:
  - {key: post, text: {nl: Functie, en: Post}, values: [{key: x, text: X}, {key: y, text: Y}], other: true}
scenarios_per_participant: 6
minimum_group: 5
contact: someone@example.org
"""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Rows of the next test have the numbers of the last one's, by which processes remember."""
    memory.forget()


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """A page leaves its language behind in the thread, for whatever test comes next."""
    with override(settings.LANGUAGE_CODE):
        yield


def make_study(key: str = "small", *, text: str = SMALL, is_open: bool = False, **fields) -> Study:
    """A study with a design; open and with a complete notice where asked."""
    study = Study.objects.create(key=key, definition=text, **fields)
    definition = study.as_defined
    bridge.keep_design(study, compose(definition, versions=2))
    study.notice = {part: {"nl": f"nl {part}", "en": f"en {part}"} for part in NOTICE_PARTS}
    if is_open:
        study.collection, study.launched_at, study.open_token = Collection.OPEN, timezone.now(), "open-token"
    study.save()
    return study


@pytest.fixture
def study(db):
    return make_study()


@pytest.fixture
def open_study(db):
    return make_study(is_open=True)


@pytest.fixture
def template_study(db):
    return make_study("avg", text=template_text("avg-data-sharing"))


def make_member(study, kind=Role.Kind.OWNER, email=None):
    user = User.objects.create_user(email or f"{kind}@example.org", "a long password indeed")
    Role.objects.create(study=study, user=user, kind=kind)
    return user


@pytest.fixture
def owner(study):
    return make_member(study)


@pytest.fixture
def owner_client(client, owner):
    client.force_login(owner)
    return client
