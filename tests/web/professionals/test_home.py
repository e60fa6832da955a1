"""One page with what is new: since last time, in one's own studies alone, whatever others have stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collega.web.accounts.models import User
from collega.web.professionals.home import SOURCES
from collega.web.records.models import Publication, StoredFit, Training
from tests.web.conftest import make_member, make_study
from tests.web.training.conftest import make_training

pytestmark = pytest.mark.django_db


def show(study, *, days_ago=1, **fields):
    """A fit of a study that is shown since some days."""
    values = {"values": {}, "arrays": b"", "data_hash": "", "study_hash": "", "converged": True, "published": True}
    return StoredFit.objects.create(
        study=study, shown_at=timezone.now() - timedelta(days=days_ago), **(values | fields)
    )


@pytest.fixture
def professional(open_study):
    return make_member(open_study, "professional")


def page(client, user, language="en", *, came=None):
    """The home page, at the visit after one of ``came`` days ago."""
    User.objects.filter(pk=user.pk).update(last_seen_at=None if came is None else timezone.now() - timedelta(days=came))
    user.refresh_from_db()
    client.force_login(user)
    answer = client.get("/mine/", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_results_are_told_once(client, open_study, professional):
    assert "There are no results yet" in page(client, professional)
    show(open_study)
    assert "The results are there." in page(client, professional)
    assert "The results are there." in page(client, professional, came=2)
    seen = page(client, professional, came=0.5)
    assert "The results are there." not in seen
    assert "Nothing new." in seen
    assert "/results/small/colleague/" in seen


def test_results_that_were_renewed(client, open_study, professional):
    show(open_study, days_ago=30, published=False)
    show(open_study, days_ago=1)
    told = page(client, professional, came=5)
    assert "The results have been renewed." in told
    assert "The results are there." not in told


@pytest.mark.parametrize("hidden", [{"published": False}, {"withdrawn": True}])
def test_what_is_not_shown_is_not_told(client, open_study, professional, hidden):
    show(open_study, **hidden)
    told = page(client, professional)
    assert "The results are there." not in told
    assert "/colleague/" not in told


def test_only_ones_own_studies(client, open_study, professional):
    show(make_study("other", is_open=True, publication=Publication.LINK))
    told = page(client, professional)
    assert "other" not in told
    assert "The results are there." not in told


def test_the_last_time_moves_at_a_new_visit_only(client, open_study, professional):
    show(open_study)
    page(client, professional, came=2)
    for _ in range(3):
        assert "The results are there." in client.get("/mine/", headers={"accept-language": "en"}).content.decode()


def test_the_moment_of_the_visit_is_kept_for_the_next(client, professional):
    page(client, professional, came=10)
    professional.refresh_from_db()
    assert timezone.now() - professional.last_seen_at < timedelta(minutes=1)


def test_its_cost_does_not_grow_with_what_is_stored(client, open_study, professional):
    def queries():
        client.force_login(professional)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get("/mine/")
        return len(found)

    few = queries()
    for n in range(5):
        other = make_study(f"other-{n}", is_open=True)
        show(other)
        make_member(other, "professional", f"p{n}@example.org")
        show(open_study, published=False, days_ago=n + 1)
    show(open_study)
    assert queries() <= few + 1  # whether results were shown before is only asked where there are new ones
    assert few <= 5 + 3 * len(SOURCES)


def test_more_studies_cost_no_more_queries(client, open_study, professional):
    show(open_study)
    client.force_login(professional)
    with CaptureQueriesContext(connection) as one:
        client.get("/mine/")
    for n in range(4):
        other = make_study(f"other-{n}", is_open=True)
        show(other)
        other.roles.create(user=professional, kind="professional")
    with CaptureQueriesContext(connection) as five:
        client.get("/mine/")
    assert len(five) == len(one)


def test_strangers_sign_in_first(client, db):
    assert client.get("/mine/").url == "/accounts/login/?next=/mine/"
    client.force_login(User.objects.create_user("nobody@example.org"))
    assert client.get("/mine/", headers={"accept-language": "en"}).status_code == 200


def test_professionals_are_led_home_from_the_workbench(client, professional, open_study):
    client.force_login(professional)
    assert client.get("/workbench/").url == "/mine/"
    client.force_login(make_member(open_study, "reader"))
    assert client.get("/workbench/").status_code == 200


def test_a_training_has_a_door_while_it_is_open(client, db):
    training = make_training(link=False)
    person = make_member(training.study, "professional")
    assert 'href="/training/small/">Training</a>' in page(client, person, came=0.5)
    Training.objects.update(is_open=False)
    assert "/training/small/" not in page(client, person, came=0.5)


def test_a_second_step_is_not_asked_of_professionals(client, professional, open_study, settings):
    settings.MFA_MANDATORY = True
    client.force_login(professional)
    show(open_study)
    for path in ("/mine/", "/accounts/"):
        assert "2fa" not in client.get(path).headers.get("Location", "")
    client.force_login(make_member(open_study, "analyst"))
    assert "2fa" in client.get("/results/small/").url


def test_only_the_third_visit_has_a_last_time(client, professional):
    """No moment of the first visit is kept, so the second has nothing to count from."""
    told = []
    for _ in range(3):
        client.post("/accounts/logout/")
        client.force_login(User.objects.get(pk=professional.pk))
        told.append(
            "Since you were here last" in client.get("/mine/", headers={"accept-language": "en"}).content.decode()
        )
    assert told == [False, False, True]
