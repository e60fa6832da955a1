"""What limits the answers stands on every page of results, in the words of the study and the language of the page."""

from __future__ import annotations

import io
from dataclasses import replace
from html import unescape

import pytest
from pypdf import PdfReader

from collega.insight import insights
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.panel import Panel
from collega.panel.limits import limits_of, public_limits
from collega.report.limits import limit_sentences
from collega.study import dump_study
from collega.web import bridge
from collega.web.deeds import publication
from collega.web.jobs import gallery
from collega.web.records.models import Kind, Publication, Study, current_design
from tests.panel.limited_panels import LIMITED_PANELS, TELLING_OF_ALL, ordinary
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
SHORT = Effort(chains=2, warm_up=20, sweeps=30, rounds=0)
ROOMS = ("", "criteria/", "criteria/c1/", "groups/", "scenarios/", "model/", "colleague/", "colleague/?c0=l0")
HEADING = {"nl": "Wat deze resultaten beperkt", "en": "What limits these results"}


def published(panel: Panel) -> Study:
    """A public study with a fit of this panel."""
    study = Study.objects.create(
        key="limited", definition=dump_study(panel.study), publication=Publication.PUBLIC, advice_first=False
    )
    bridge.keep_design(study, panel.design)
    bridge.keep_panel(study, panel, Kind.SIMULATED, design=current_design(study))
    kept = bridge.panel_of(study, Kind.SIMULATED)
    fit = replace(fit_hierarchical(kept, effort=SHORT), converged=True)
    row = bridge.keep_fit(study, fit, kept, Kind.SIMULATED, insights=insights(kept, fit).as_json())
    publication.publish(row)
    return study


def page(client, path: str, language: str = "en") -> str:
    response = client.get(f"/results/limited/{path}", headers={"accept-language": language})
    assert response.status_code == 200, path
    return unescape(response.content.decode())


@pytest.mark.parametrize("kind", LIMITED_PANELS)
def test_a_limit_is_told_on_every_page(client, kind):
    panel = LIMITED_PANELS[kind]()
    study = published(panel)
    limits = [limit for limit in limits_of(panel) if limit.kind == kind]
    for language in ("nl", "en"):
        (sentence,) = limit_sentences(limits, panel.study, language)
        public = limit_sentences(public_limits(limits_of(panel), panel.study), panel.study, language)
        times = int(kind not in TELLING_OF_ALL)
        for room in ROOMS:
            text = page(client, room, language)
            assert text.count(sentence) == times, room
            assert [text.count(each) for each in public] == [1] * len(public)
            assert (HEADING[language] in text) == bool(public)
        response = client.get("/results/limited/colleague/advice.pdf?c0=l0", headers={"accept-language": language})
        words = " ".join(
            " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(response.content)).pages).split()
        )
        assert words.replace("‘", "'").count(sentence.replace("‘", "'")) == times
        assert all(each.table.rows for each in gallery.exhibits_of(study.fits.get(), language))


@pytest.mark.parametrize("kind", sorted(TELLING_OF_ALL))
def test_the_team_is_told_what_would_tell_readers_a_side(client, kind):
    panel = LIMITED_PANELS[kind]()
    study = published(panel)
    owner = make_member(study)
    (sentence,) = limit_sentences([limit for limit in limits_of(panel) if limit.kind == kind], panel.study, "en")
    assert sentence not in page(client, "model/")
    client.force_login(owner)
    assert sentence in page(client, "model/")
    assert sentence not in page(client, "model/?as=public")


def test_nothing_is_told_where_nothing_limits(client):
    published(ordinary())
    assert all(HEADING["en"] not in page(client, room) for room in ROOMS)


def test_an_advice_about_what_nobody_judged_says_so_first(client):
    published(LIMITED_PANELS["unjudged_levels"]())
    case = "colleague/?c0=l0&c1=l2"
    for language, nobody in {
        "en": "No answer stands behind “c1: l2”: nobody judged such a scenario. This advice leaves that open.",
        "nl": "Achter ‘c1: l2’ staat geen enkel antwoord: niemand beoordeelde zo’n scenario. Dit advies laat dat open.",
    }.items():
        text = page(client, case, language)
        assert text.index(nobody) < text.index(HEADING[language]) < text.index("big-number")
        pdf = client.get(
            "/results/limited/colleague/advice.pdf?c0=l0&c1=l2", headers={"accept-language": language}
        ).content
        words = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
        assert nobody in words
    assert "No answer stands behind" not in page(client, "colleague/?c0=l0&c1=l1")


def test_pages_name_whose_interval_it_is(client):
    published(ordinary())
    assert "The intervals around shares are about these participants" in page(client, "model/")
    assert "De intervallen bij aandelen gaan over deze deelnemers" in page(client, "model/", "nl")


def test_insights_of_before_have_no_limits(client):
    study = published(LIMITED_PANELS["unjudged_levels"]())
    row = study.fits.get()
    row.insights = {key: value for key, value in row.insights.items() if key not in {"limits", "interval_of"}}
    row.save()
    assert all(HEADING["en"] not in page(client, room) for room in ROOMS)
