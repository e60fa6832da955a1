"""What a professional reads of results that are shown to the team alone; who gets in where is in tests/web/permissions."""

from __future__ import annotations

import pytest
from django.test import Client

from collega.web.records.models import Publication
from tests.web.conftest import make_member
from tests.web.results.conftest import make_fitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def fitted(db):
    study, _row = make_fitted()
    study.publication = Publication.TEAM
    study.save()
    return study


def test_professionals_read_what_is_shown_to_the_team_alone(fitted):
    client = Client()
    client.force_login(make_member(fitted, "professional"))
    for room in ("", "criteria/", "criteria/who/", "groups/", "scenarios/", "model/", "colleague/", "compare/"):
        assert client.get(f"/results/small/{room}").status_code == 200


def test_the_newest_fit_stays_with_the_team(fitted):
    """A fit that is not published, a simulated one and the team's notes are not a professional's."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_member(fitted, "professional"))
    for query in ("", "?panel=real", "?panel=simulated", "?as=team"):
        page = client.get(f"/results/small/{query}").content.decode()
        assert "as a member of the team" not in page
        assert "/workbench/" not in page
    fitted.fits.update(published=False)
    for room in ("", "criteria/", "groups/", "scenarios/", "model/", "colleague/", "compare/"):
        for query in ("", "?panel=simulated"):
            page = client.get(f"/results/small/{room}{query}").content.decode()
            assert "There is nothing to be seen here yet" in page
    assert client.get("/results/small/figures/importance.svg").status_code == 404
    assert client.get("/results/small/colleague/advice.pdf?who=a").status_code == 404


def test_a_study_that_has_not_been_launched_tells_a_professional_nothing(study):
    client = Client()
    client.force_login(make_member(study, "professional"))
    assert client.get("/studies/small/privacy/").status_code == 404
    client.force_login(make_member(study, "reader"))
    assert client.get("/studies/small/privacy/").status_code == 200
