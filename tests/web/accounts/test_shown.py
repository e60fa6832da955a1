"""How somebody is shown to others: never more than they chose, and nothing once they are gone."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from collega.web.access import organisation_in
from collega.web.accounts.models import User
from collega.web.accounts.shown import byline, members_of
from collega.web.records.models import Organisation, OrganisationType, Role
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db


def somebody(**fields):
    return User(pk=1, email="anna@example.org", name="Anna de Vries", **fields)


def of(kind):
    return Organisation(name="Gemeente Rivierstad", type=kind)


CASES = [
    ({}, "a colleague", "een collega"),
    ({"function": "privacy officer"}, "privacy officer", "privacy officer"),
    ({"organisation": of("municipality")}, "a colleague, municipality", "een collega, gemeente"),
    ({"function": "CISO", "organisation": of("agency")}, "CISO, government agency", "CISO, uitvoeringsorganisatie"),
    ({"function": "CISO", "organisation": of("Gemeente Rivierstad")}, "CISO, other organisation",
     "CISO, andere organisatie"),
    ({"function": "CISO", "shows_name": True}, "Anna de Vries", "Anna de Vries"),
    ({"function": "CISO", "shows_name": True, "is_active": False}, "a former colleague", "een oud-collega"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "english", "dutch"), CASES)
def test_what_others_read(fields, english, dutch):
    for language, words in (("en", english), ("nl", dutch)):
        with override(language):
            assert byline(somebody(**fields)) == words


@pytest.mark.parametrize("function", ["", "CISO"])
@pytest.mark.parametrize("kind", [None, *OrganisationType.values])
def test_name_address_and_organisation_never_show_unless_chosen(function, kind):
    user = somebody(function=function, organisation=of(kind) if kind else None)
    words = byline(user)
    assert not any(part in words for part in ("Anna", "Vries", "example", "Rivierstad"))


def test_who_chose_their_name_and_gave_none_stays_without():
    assert "example" not in byline(User(pk=1, email="anna@example.org", shows_name=True))


def test_an_account_that_is_gone():
    with override("en"):
        assert byline(None) == "a former colleague"


def test_who_left_the_study_is_a_former_colleague_there(study, django_assert_num_queries):
    there, left = (make_member(study, "professional", f"{name}@example.org") for name in ("there", "left"))
    User.objects.update(name="A Name", shows_name=True)
    left.roles.all().delete()
    with django_assert_num_queries(1):
        members = members_of(study)
    with override("en"):
        assert [byline(User.objects.get(pk=user.pk), members) for user in (there, left)] == [
            "A Name", "a former colleague"]  # fmt: skip


def test_what_somebody_says_about_themselves_opens_nothing(study):
    user, place = make_member(study, "professional"), Organisation.objects.create(name="Rivierstad", type="agency")
    user.organisation = place
    user.save()
    assert organisation_in(user, study) is None
    Role.objects.update(organisation=place)
    assert organisation_in(user, study) == place.pk
