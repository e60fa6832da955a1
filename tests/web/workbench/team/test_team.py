"""The team: colleagues by invitation, roles, and the last owner."""

import pytest
from django.core import mail

from collega.web.accounts.models import AccountInvitation
from collega.web.records.models import Event, Role
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.django_db


def test_inviting(owner_client, study):
    answer = owner_client.post("/workbench/small/team/invite/", {"email": "New@Example.org", "kind": "analyst"})
    assert answer.status_code == 302
    assert mail.outbox[0].to == ["new@example.org"]
    assert "new@example.org" in owner_client.get("/workbench/small/team/").content.decode()
    owner_client.post("/workbench/small/team/invite/", {"email": "new@example.org", "kind": "reader"})
    assert AccountInvitation.objects.get().kind == "reader"


@pytest.mark.parametrize("form", [{"email": "nonsense", "kind": "reader"}, {"email": "a@example.org", "kind": "king"},
                                  {"email": "owner@example.org", "kind": "reader"}])  # fmt: skip
def test_what_is_refused(owner_client, form):
    assert owner_client.post("/workbench/small/team/invite/", form).status_code == 422
    assert not mail.outbox


def test_mail_that_fails_is_told(owner_client, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    assert (
        owner_client.post("/workbench/small/team/invite/", {"email": "a@example.org", "kind": "reader"}).status_code
        == 422
    )
    assert not AccountInvitation.objects.exists()


def test_taking_an_invitation_back(owner_client, study):
    owner_client.post("/workbench/small/team/invite/", {"email": "a@example.org", "kind": "reader"})
    link = mail.outbox[0].body.split("/accounts/join/")[1].split("/")[0]
    owner_client.post("/workbench/small/team/take-back/", {"invitation": AccountInvitation.objects.get().pk})
    assert owner_client.get(f"/accounts/join/{link}/").status_code == 404


def test_the_last_owner_stays(owner_client, study, owner):
    mine = Role.objects.get(user=owner)
    for wanted in ("reader", "remove"):
        owner_client.post("/workbench/small/team/change/", {f"kind-{mine.pk}": wanted})
        mine.refresh_from_db()
        assert mine.kind == "owner"
    make_member(study, email="second@example.org")
    answer = owner_client.post("/workbench/small/team/change/", {f"kind-{mine.pk}": "reader"})
    assert answer.url == "/workbench/"
    mine.refresh_from_db()
    assert mine.kind == "reader"
    assert owner_client.get("/workbench/small/team/").status_code == 403


def test_changing_and_removing(owner_client, study):
    member = make_member(study, Role.Kind.READER)
    role = Role.objects.get(user=member)
    owner_client.post("/workbench/small/team/change/", {f"kind-{role.pk}": "analyst"})
    role.refresh_from_db()
    assert role.kind == "analyst"
    owner_client.post("/workbench/small/team/change/", {f"kind-{role.pk}": "remove"})
    assert not Role.objects.filter(user=member).exists()
    assert owner_client.post("/workbench/small/team/change/", {f"kind-{role.pk}": "remove"}).status_code == 404
    assert set(Event.objects.values_list("what", flat=True)) == {"role_changed", "colleague_removed"}


def test_roles_of_another_study_are_out_of_reach(owner_client):
    other = make_study("other")
    strange = Role.objects.get(user=make_member(other, email="x@example.org"))
    assert owner_client.post("/workbench/small/team/change/", {f"kind-{strange.pk}": "remove"}).status_code == 404
    assert owner_client.post("/workbench/small/team/change/", {"kind-x": "remove"}).status_code == 404
    assert Role.objects.filter(pk=strange.pk).exists()


def test_the_trail(owner_client, study):
    owner_client.post("/workbench/small/team/invite/", {"email": "=cmd@example.org", "kind": "reader"})
    owner_client.cookies["language"] = "nl"
    page = owner_client.get("/workbench/small/trail/").content.decode()
    assert "cmd@example.org" in page
    csv = owner_client.get("/workbench/small/trail/trail.csv").content.decode()
    assert csv.splitlines()[0] == "at,who,what,facts"
    assert "colleague_invited" in csv
