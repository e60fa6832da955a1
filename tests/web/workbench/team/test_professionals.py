"""The professionals of a study, as its owner sees and changes them."""

from __future__ import annotations

import pytest
from django.core import mail

from collega.web.accounts.join_link import address_of
from collega.web.records.models import Deed, Event, JoinLink, Organisation, Role
from tests.web.conftest import make_member, make_study
from tests.web.workbench.pages import read

pytestmark = pytest.mark.django_db
PAGE, LINK, CONFIRM = (f"/workbench/small/professionals/{path}" for path in ("", "link/", "confirm/"))


@pytest.fixture
def at_work(client, open_study):
    client.force_login(make_member(open_study))
    return client


@pytest.fixture
def professional(open_study):
    user = make_member(open_study, "professional")
    user.organisation = Organisation.objects.create(name="Gemeente Rivierstad", type="municipality")
    user.save()
    return Role.objects.select_related("user").get(user=user)


def deeds():
    return list(Event.objects.order_by("id").values_list("what", flat=True))


def test_opening_renewing_and_closing_the_link(at_work):
    assert "/accounts/with/link/" not in at_work.get(PAGE).content.decode()
    at_work.post(LINK, {"link": "open"})
    first = address_of(JoinLink.objects.get())
    assert first in at_work.get(PAGE).content.decode()
    at_work.post(LINK, {"link": "renew"})
    assert first not in at_work.get(PAGE).content.decode()
    at_work.post(LINK, {"link": "offer"})
    assert JoinLink.objects.get().offered
    at_work.post(LINK, {"link": "renew"})
    assert JoinLink.objects.get().offered
    at_work.post(LINK, {"link": "offer-no-more"})
    at_work.post(LINK, {"link": "close"})
    assert not JoinLink.objects.exists()
    assert deeds() == ["join_link_opened", "join_link_renewed", "join_link_offered", "join_link_renewed",
                       "join_link_offered_no_more", "join_link_closed"]  # fmt: skip
    assert at_work.post(LINK, {"link": "nonsense"}).status_code == 404


def test_the_token_is_in_no_row_and_no_line_of_the_trail(at_work):
    at_work.post(LINK, {"link": "open"})
    link = JoinLink.objects.get()
    token = address_of(link).split("/")[-2]
    assert token not in (link.nonce, link.token_hash)
    assert token not in str(list(Event.objects.values_list("facts", flat=True)))


def test_there_is_no_link_before_the_launch(owner_client, study):
    owner_client.post(LINK, {"link": "open"})
    assert not JoinLink.objects.exists()


def test_inviting_a_professional(at_work, open_study):
    at_work.post("/workbench/small/team/invite/", {"email": "p@example.org", "kind": "professional"})
    assert "professional" in mail.outbox[0].body
    assert "/workbench/" not in mail.outbox[0].body


@pytest.mark.parametrize("kind", ["reader", "analyst", "owner", "remove"])
def test_another_role_or_none(at_work, professional, kind):
    at_work.post("/workbench/small/team/change/", {f"kind-{professional.pk}": kind, f"was-{professional.pk}": "professional",
                                                   "back": "professionals"})  # fmt: skip
    left = Role.objects.filter(pk=professional.pk).values_list("kind", flat=True).first()
    assert left == (None if kind == "remove" else kind)


def test_a_member_of_the_team_becomes_a_professional(at_work, open_study):
    role = Role.objects.get(user=make_member(open_study, "analyst"))
    at_work.post("/workbench/small/team/change/", {f"kind-{role.pk}": "professional"})
    role.refresh_from_db()
    assert role.kind == "professional"
    assert (
        str(role.user) not in at_work.get("/workbench/small/team/").content.decode().split("<main")[1].split("<form")[1]
    )


def test_confirming_an_organisation_and_taking_it_back(at_work, professional):
    pair = f"{professional.pk}-{professional.user.organisation_id}"
    assert pair in at_work.get(PAGE).content.decode()
    for _ in range(2):  # pressed twice
        at_work.post(CONFIRM, {"asked": [pair], "confirmed": [pair]})
    professional.refresh_from_db()
    assert professional.organisation_id == professional.user.organisation_id
    at_work.post(CONFIRM, {"asked": [pair]})
    professional.refresh_from_db()
    assert professional.organisation_id is None
    assert deeds() == [Deed.ORGANISATION_CONFIRMED, Deed.ORGANISATION_UNCONFIRMED]


def test_an_organisation_that_changed_meanwhile_is_not_confirmed(at_work, professional):
    pair = f"{professional.pk}-{professional.user.organisation_id}"
    professional.user.organisation = Organisation.objects.create(name="Gemeente Anders", type="municipality")
    professional.user.save()
    at_work.post(CONFIRM, {"asked": [pair], "confirmed": [pair]})
    professional.refresh_from_db()
    assert professional.organisation is None


def test_another_study_is_out_of_reach(at_work):
    other = make_study("other", is_open=True)
    strange = Role.objects.select_related("user").get(user=make_member(other, "professional", "x@example.org"))
    place = Organisation.objects.create(name="X", type="care")
    strange.user.organisation = place
    strange.user.save()
    pair = f"{strange.pk}-{place.pk}"
    at_work.post(CONFIRM, {"asked": [pair], "confirmed": [pair]})
    strange.refresh_from_db()
    assert strange.organisation is None
    assert at_work.post(CONFIRM, {"asked": ["x-1"]}).status_code == 404


@pytest.mark.parametrize("kind", ["analyst", "reader", "professional"])
def test_only_owners(client, open_study, kind):
    client.force_login(make_member(open_study, kind))
    assert client.get(PAGE).status_code == 403
    for address in (LINK, CONFIRM):
        assert client.post(address, {"link": "open"}).status_code == 403
    assert not JoinLink.objects.exists()


def test_a_long_list_has_pages_and_no_query_per_row(at_work, open_study, django_assert_max_num_queries):
    for n in range(60):
        make_member(open_study, "professional", f"p{n:02d}@example.org")
    with django_assert_max_num_queries(14):
        page = at_work.get(PAGE)
    assert page.content.decode().count('class="row row--apart person"') == 50
    assert "?page=2" in read(page).links
