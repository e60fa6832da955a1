"""What the model does not see stands on the page about the model, for readers and for the team, in both languages."""

from __future__ import annotations

import json
from dataclasses import asdict
from html import unescape

import pytest

from collega.model.checks.diagnosis import diagnose
from collega.prose import Prose
from collega.report.checks import check_findings
from collega.web import bridge
from tests.panel.limited_panels import ordinary
from tests.web.conftest import make_member
from tests.web.results.test_limits import published

pytestmark = pytest.mark.django_db
TITLE = {"nl": "Wat dit model niet ziet", "en": "What this model does not see"}
OLD = {"nl": "nog niet nagegaan wat het mist", "en": "has not been checked yet"}


def diagnosed():
    """A public study whose fit knows what it does not see."""
    study = published(ordinary())
    row = study.fits.get()
    panel = bridge.panel_of(study, row.kind)
    found = diagnose(panel)
    row.values = row.values | {"diagnosis": json.loads(json.dumps(asdict(found)))}
    row.save()
    return study, found, panel.study


def words(client, path: str, language: str) -> str:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_readers_see_every_check(client, language):
    _, found, definition = diagnosed()
    text = words(client, "/results/limited/model/", language)
    assert text.count(TITLE[language]) == 1
    assert OLD[language] not in text
    for each in check_findings(found, definition, Prose(language)):
        assert each.question in text
        assert each.text[:30] in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_fit_of_before_says_that_nobody_looked(client, language):
    published(ordinary())
    text = words(client, "/results/limited/model/", language)
    assert TITLE[language] in text
    assert OLD[language] in text


def test_analysts_see_it_with_the_newest_fit_and_strangers_do_not(client):
    study, _, _ = diagnosed()
    assert client.get("/workbench/limited/fits/").status_code in (302, 404)
    client.force_login(make_member(study))
    assert TITLE["en"] in words(client, "/workbench/limited/fits/", "en")
