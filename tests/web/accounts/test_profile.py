"""One's own function and organisation, what others see, and that a word of one's own opens nothing."""

from __future__ import annotations

import pytest

from collega.web.access import organisation_in
from collega.web.accounts.shown import byline
from collega.web.deeds.team import confirm_organisations
from collega.web.records.models import Organisation
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.django_db
FORM = {"name": "Anna", "function": "privacy officer", "place": "Gemeente Rivierstad", "type": "municipality",
        "shows_name": "False"}  # fmt: skip


@pytest.fixture
def me(client, study):
    user = make_member(study, "professional")
    client.force_login(user)
    return user


def saved(client, me, **changes):
    answer = client.post("/accounts/", FORM | changes)
    me.refresh_from_db()
    return answer


def test_what_is_filled_in_is_what_others_see(client, me):
    assert saved(client, me).url == "/accounts/"
    assert byline(me) == "privacy officer, gemeente"
    assert "privacy officer, gemeente" in client.get("/accounts/").content.decode()
    saved(client, me, shows_name="True")
    assert byline(me) == "Anna"
    saved(client, me, place="", type="")
    assert me.organisation is None


@pytest.mark.parametrize(("changes", "field"), [
    ({"shows_name": "True", "name": ""}, "name"), ({"type": ""}, "type"), ({"place": " "}, "place"),
    ({"type": "Gemeente Rivierstad"}, "type"), ({"function": "x" * 101}, "function"), ({"place": "x" * 201}, "place"),
])  # fmt: skip
def test_what_is_refused(client, me, changes, field):
    answer = saved(client, me, **changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Organisation.objects.exists()


def test_capitals_and_spaces_make_no_other_organisation(client, me, study):
    saved(client, me)
    other = make_member(study, "professional", "other@example.org")
    client.force_login(other)
    saved(client, other, place="  gemeente   RIVIERSTAD ", type="company")
    assert other.organisation == me.organisation
    assert Organisation.objects.get().type == "municipality"  # somebody else is in it


def test_who_is_alone_in_it_can_mend_its_type(client, me):
    saved(client, me)
    saved(client, me, type="agency")
    assert Organisation.objects.get().type == "agency"


def test_another_organisation_is_not_confirmed(client, me, study):
    saved(client, me)
    role = me.roles.get()
    assert organisation_in(me, study) is None
    confirm_organisations(study, None, {(role.pk, me.organisation_id): True})
    saved(client, me, function="another function")
    assert organisation_in(me, study) == me.organisation_id
    saved(client, me, place="Gemeente Anders")
    assert organisation_in(me, study) is None


def test_what_one_study_confirmed_opens_nothing_in_another(client, me, study):
    other = make_study("other")
    other.roles.create(user=me, kind="professional")
    saved(client, me)
    confirm_organisations(study, None, {(me.roles.get(study=study).pk, me.organisation_id): True})
    assert organisation_in(me, other) is None


def test_names_of_organisations_of_others_are_not_on_the_page(client, me):
    Organisation.objects.create(name="Gemeente Geheim", type="municipality")
    assert "Geheim" not in client.get("/accounts/").content.decode()
