"""An owner sets up a training: which groups, and the open link."""

from __future__ import annotations

import pytest

from collega.web.deeds import publication
from collega.web.records.models import Deed, Training
from tests.web.conftest import make_member, make_study
from tests.web.training.conftest import Walker, make_fitted, make_training

pytestmark = pytest.mark.django_db


@pytest.fixture
def owned(client):
    study, row = make_fitted()
    publication.publish(row)
    client.force_login(make_member(study))
    return study


def test_an_owner_sets_it_up(owned, client):
    page = client.get("/training/small/settings/").content.decode()
    assert 'value="post=x"' in page
    assert "post=other" not in page  # too few: not shown, so nobody learns from them
    client.post("/training/small/settings/", {"reference": "post=x", "beside": ["post", "nothing"]})
    training = Training.objects.get()
    assert (training.reference, training.beside, training.link_token) == (("post", "x"), ["post"], "")
    client.post("/training/small/settings/", {"reference": "all"})
    training.refresh_from_db()
    assert (training.reference, training.beside) == (None, [])
    assert owned.events.filter(what=Deed.TRAINING_SET_UP).count() == 2


@pytest.mark.parametrize("group", ["post=other", "post=prefer_not_to_say", "post=z", "who=a", "x", "="])
def test_a_group_that_is_not_shown_is_refused(owned, client, group):
    response = client.post("/training/small/settings/", {"reference": group})
    assert response.status_code == 422
    assert "Deze groep wordt niet getoond" in response.content.decode()
    assert not Training.objects.exists()


def test_the_link_is_made_renewed_and_taken_away(owned, client):
    client.post("/training/small/settings/", {"reference": "all"})
    tokens = []
    for wanted in ("renew", "open", "renew", "close", "close", "open"):
        client.post("/training/small/settings/link/", {"link": wanted})
        tokens.append(Training.objects.get().link_token)
    first, same, second, none, still, third = tokens
    assert first == same
    assert len({first, second, third}) == 3
    assert none == still == ""
    assert client.post("/training/small/settings/link/", {"link": "x"}).status_code == 404
    told = list(owned.events.filter(what__startswith="training_link").order_by("pk").values_list("what", flat=True))
    assert told == [Deed.TRAINING_LINK_OPENED, Deed.TRAINING_LINK_RENEWED, Deed.TRAINING_LINK_CLOSED,
                    Deed.TRAINING_LINK_OPENED]  # fmt: skip
    assert third in client.get("/training/small/settings/").content.decode()


def test_there_is_nothing_to_set_up_without_published_results(client):
    study = make_study()
    client.force_login(make_member(study))
    page = client.get("/training/small/settings/").content.decode()
    assert "Publiceer eerst een keuzemodel" in page
    assert client.post("/training/small/settings/", {"reference": "all"}).status_code == 409
    assert client.post("/training/small/settings/open/", {"open": "yes"}).status_code == 404


def test_a_reference_group_that_is_hidden_later_stops_the_training():
    training = make_training()
    walker = Walker(training)
    walker.begin()
    walker.judge(1)
    fit = training.study.fits.get(published=True)
    fit.insights["answers_by_group"]["post"]["x"] = {"n": None, "suppressed": True, "reason": "waits"}
    fit.save(update_fields=["insights"])
    page = walker.get("1/they/").content.decode()
    assert "mag nu niet worden getoond" in page
    assert walker.get("weights/").status_code == walker.get("2/").status_code == 200
    assert "%" not in walker.get("2/").content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_a_withdrawal_hides_what_they_say():
    training = make_training()
    walker = Walker(training)
    walker.begin()
    walker.judge(1)
    training.study.fits.update(withdrawn=True)
    assert "geen gepubliceerde resultaten" in walker.get("1/they/").content.decode()


def test_how_many_trained_is_told_from_the_minimum_on(owned, client):
    client.post("/training/small/settings/", {"reference": "all"})
    client.post("/training/small/settings/link/", {"link": "open"})
    training = Training.objects.get()
    for n in range(1, 6):
        walker = Walker(training)
        walker.begin()
        training.learners.last().rounds.update(finished_on="2026-01-01")
        page = client.get("/training/small/settings/").content.decode()
        assert ("5 mensen hebben een ronde afgerond" in page) == (n == 5)
