"""Leaving a study and deleting an account: what goes, what stays without a name, and who cannot."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from collega.web.accounts.models import AccountInvitation, User
from collega.web.deeds.leaving import delete_account, leave_study
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.team import REMOVE, change_roles
from collega.web.deeds.training import enrol
from collega.web.records.models import (
    Case,
    Deed,
    Event,
    Judgement,
    Learner,
    Role,
    SecondThought,
    Training,
    Visibility,
    Wish,
    log,
)
from tests.web.cases.conftest import judge, make_case, make_person
from tests.web.conftest import make_member, make_study
from tests.web.results.conftest import make_fitted

pytestmark = pytest.mark.django_db
PASSWORD = "a long password indeed"


def signed_in(user):
    """Somebody who has typed their password just now."""
    client = Client(headers={"accept-language": "en"})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def deleting(client, password=PASSWORD):
    """Press the button, and type the password once more, where that was not done a moment ago."""
    answer = client.post("/mine/delete/")
    asked = answer.status_code == 302 and answer.url.startswith("/accounts/reauthenticate/")
    return client.post(answer.url, {"password": password}) if asked else answer


def test_leaving_a_study(open_study):
    user = make_member(open_study, "professional")
    other = make_study("other")
    other.roles.create(user=user, kind="professional")
    client = signed_in(user)
    assert client.get("/mine/leave/small/").status_code == 200
    assert user.roles.count() == 2
    assert client.post("/mine/leave/small/").url == "/mine/"
    assert [role.study.key for role in user.roles.all()] == ["other"]
    assert client.get("/results/small/").status_code == 404
    assert client.post("/mine/leave/small/").status_code == 404
    assert Event.objects.get(study=open_study).what == Deed.COLLEAGUE_LEFT


def test_strangers_leave_nothing(open_study, client):
    assert client.post("/mine/leave/small/").status_code == 302
    assert signed_in(User.objects.create_user("x@example.org", PASSWORD)).post("/mine/leave/small/").status_code == 404


def test_the_last_owner_stays(study, owner):
    client = signed_in(owner)
    assert client.post("/mine/leave/small/").status_code == 409
    assert "last owner" in client.get("/mine/delete/").content.decode()
    assert deleting(client).status_code == 409
    with pytest.raises(RefusedError):
        delete_account(owner)
    assert User.objects.filter(pk=owner.pk).exists()
    make_member(study, email="second@example.org")
    assert deleting(client).url == "/"
    assert not User.objects.filter(pk=owner.pk).exists()


def test_the_last_who_may_start_studies_stays(db):
    user = User.objects.create_user("f@example.org", PASSWORD, founder=True)
    assert deleting(signed_in(user)).status_code == 409
    User.objects.create_user("g@example.org", PASSWORD, founder=True)
    assert deleting(signed_in(user)).url == "/"


def test_the_password_is_asked_again(open_study):
    user = make_member(open_study, "professional")
    assert deleting(signed_in(user), "not the password").status_code == 200
    assert User.objects.filter(pk=user.pk).exists()


def test_no_row_holds_their_name_or_address_afterwards(study, owner):
    user = make_member(study, "professional", "unmistakable@example.org")
    User.objects.filter(pk=user.pk).update(name="Unmistakable", function="unmistakable work")
    AccountInvitation.objects.create(email=user.email, token_hash="x", study=study, kind="professional")
    log(study, owner, Deed.COLLEAGUE_INVITED, email=user.email, role="professional")
    log(study, user, Deed.COLLEAGUE_JOINED, role="professional")
    here, elsewhere = signed_in(user), signed_in(user)
    assert deleting(here).url == "/"
    assert elsewhere.get("/mine/").status_code == 302
    assert "unmistakable" not in everything().lower()
    assert not Session.objects.filter(pk__in=[elsewhere.cookies["session"].value]).exists()
    assert not Role.objects.filter(study=study, kind="professional").exists()


def everything():
    """All that the database holds, as text."""
    from tests.web.survey.test_unlinked import rows

    return str(rows())


def test_what_they_did_stays_in_the_trail_as_of_a_former_colleague(study, owner):
    second = make_member(study, email="second@example.org")
    log(study, second, Deed.PUBLISHED, fit=1)
    log(study, None, Deed.STUDY_CLOSED)
    delete_account(second)
    page = signed_in(owner).get("/workbench/small/trail/").content.decode()
    lines = page.split("<tr>")
    assert any("a former colleague" in line and "published" in line for line in lines)
    assert any("by itself" in line and "study closed" in line for line in lines)
    assert "former:" not in page


def by_themselves(study, user):
    leave_study(study, user)


def by_an_owner(study, user):
    change_roles(study, None, {user.roles.get(study=study).pk: ("", REMOVE)})


def by_deleting(_study, user):
    delete_account(user)


@pytest.mark.parametrize("go", [by_themselves, by_an_owner, by_deleting])
def test_what_somebody_shared_stays_without_a_name_and_the_rest_goes(db, go):
    study, _fit = make_fitted(advice_first=False, launched_at=timezone.now())
    user, reader = (make_person(study, name=name, shows_name=True) for name in ("Unmistakable", "Reader"))
    shared = make_case(study, user, title="Shared by them")
    make_case(study, user, visibility=Visibility.PRIVATE, title="Kept to themselves")
    judged = make_case(study, reader, title="Judged by them")
    judge(judged, user)
    SecondThought.objects.create(case=judged, user=user, answer="no", reason="Later.")
    Wish.objects.create(study=study, user=user, week=True)
    enrol(Training.objects.create(study=study), user)
    client = signed_in(reader)
    assert "Unmistakable" in client.get(f"/cases/{study.key}/c/{shared.code}/").content.decode()
    go(study, user)
    assert sorted(Case.objects.values_list("title", flat=True)) == ["Judged by them", "Shared by them"]
    assert Judgement.objects.count() == 1
    assert not SecondThought.objects.exists()
    assert not Wish.objects.exists()
    assert not Learner.objects.exists()
    page = client.get(f"/cases/{study.key}/c/{shared.code}/").content.decode()
    assert "a former colleague" in page
    assert "Unmistakable" not in page
