"""Every room of a study: who may enter it, and that nothing is changed by GET."""

import pytest

from collega.web.accounts.models import User
from collega.web.records.models import Role
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.django_db

OWNERS = ["people/", "people/mail/invitation/nl/", "people/mail/reminder/en/", "publish/", "team/", "trail/",
          "trail/trail.csv"]  # fmt: skip
ANALYSTS = ["preview/", "monitor/", "participants/", "fits/", "notes/", "data/"]
READERS = ["present/", "present/1/"]


@pytest.mark.parametrize("room", OWNERS + ANALYSTS + READERS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_owner_enters_every_room(owner_client, room, language):
    owner_client.cookies["language"] = language
    answer = owner_client.get(f"/workbench/small/{room}")
    assert answer.status_code == 200
    assert "Traceback" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("room", OWNERS + ANALYSTS + READERS)
def test_strangers_are_told_nothing(client, study, room):
    assert client.get(f"/workbench/small/{room}").status_code == 302
    client.force_login(User.objects.create_user("stranger@example.org"))
    assert client.get(f"/workbench/small/{room}").status_code == 404
    other = make_study("other")
    client.force_login(make_member(other, email="other@example.org"))
    assert client.get(f"/workbench/small/{room}").status_code == 404


@pytest.mark.parametrize(("kind", "forbidden", "allowed"), [
    (Role.Kind.ANALYST, OWNERS, ANALYSTS + READERS), (Role.Kind.READER, OWNERS + ANALYSTS, READERS)])  # fmt: skip
def test_roles(client, study, kind, forbidden, allowed):
    client.force_login(make_member(study, kind))
    for room in forbidden:
        assert client.get(f"/workbench/small/{room}").status_code == 403, room
    for room in allowed:
        assert client.get(f"/workbench/small/{room}").status_code == 200, room


CHANGES = {"people/remove/": "owner", "people/came-back/": "owner", "people/mail/send/": "owner", "people/mail/again/": "owner",
           "people/mail/plan/": "owner", "fits/fit/": "analyst", "fits/simulate/": "analyst", "fits/report/": "analyst",
           "publish/choose/": "owner", "publish/to-whom/": "owner", "data/folder.zip": "analyst",
           "data/take-in/": "analyst", "data/export/": "analyst", "team/change/": "owner",
           "team/take-back/": "owner", "participants/p1/include/": "analyst"}  # fmt: skip


@pytest.mark.parametrize("address", CHANGES)
def test_nothing_is_changed_by_get_nor_by_others(client, study, address):
    client.force_login(make_member(study))
    assert client.get(f"/workbench/small/{address}").status_code == 405
    client.force_login(make_member(study, Role.Kind.READER))
    assert client.post(f"/workbench/small/{address}").status_code == 403
    client.force_login(User.objects.create_user("stranger@example.org"))
    assert client.post(f"/workbench/small/{address}").status_code == 404
    client.logout()
    assert client.post(f"/workbench/small/{address}").status_code == 302


def test_the_menu_has_every_room_that_somebody_may_enter(owner_client, client, study):
    page = owner_client.get("/workbench/small/").content.decode()
    for room in (
        "preview",
        "people",
        "monitor",
        "participants",
        "fits",
        "notes",
        "present",
        "publish",
        "data",
        "team",
        "trail",
    ):
        assert f'href="/workbench/small/{room}/"' in page
    client.force_login(make_member(study, Role.Kind.READER))
    page = client.get("/workbench/small/").content.decode()
    assert "/workbench/small/people/" not in page
    assert "/workbench/small/present/" in page
