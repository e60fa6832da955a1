"""Differences between colleagues: the same numbers in every door, nothing of who may not be shown, and old fits."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from collega.exhibits import ground_of_panel, make_exhibit, written
from collega.findings import noise_findings, sentence, with_words
from collega.folder import StudyFolder
from collega.insight import insights
from collega.noise import Noise, measure_noise, stored_noise
from collega.practice import even_practice, practice_frame
from collega.web import bridge
from collega.web.deeds import publication
from collega.web.editions.cells import EVERYBODY, Cells
from collega.web.editions.cut import cut
from collega.web.jobs import fitting, gallery
from collega.web.records.models import Kind, Publication, StoredFit, Study, current_design
from tests.cli.running import run
from tests.web.conftest import SMALL
from tests.web.results.conftest import made
from tests.web.results.test_doors import assert_same

pytestmark = pytest.mark.django_db
PAGE = "/results/small/noise/"


def engine() -> Noise:
    _, panel, fit = made()
    return measure_noise(panel, fit)


def row_of(study: Study) -> StoredFit:
    return study.fits.get()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _, panel, fit = made()
    kept = StudyFolder(tmp_path / "small")
    kept.create(SMALL)
    kept.write_design(panel.study, panel.design, seed=1)
    kept.write_panel(panel, seed=1)
    kept.write_fit(fit)
    return tmp_path / "small"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_tells_what_the_engine_found(client, public, language):
    text = unescape(client.get(PAGE, headers={"accept-language": language}).content.decode())
    for each in noise_findings(engine()):
        for part in sentence(each, public.as_shown, language).rstrip(".").split(". "):
            assert part in text
    assert {"nl": "Verschillen", "en": "Differences"}[language] in text
    assert {"nl": "Te weinig mensen hebben", "en": "Too few people judged"}[language] in text  # no repeats: it says so


def test_library_command_exhibits_and_site_have_the_same_numbers(client, capsys, folder):
    _, panel, fit = made()
    expected = measure_noise(panel, fit).as_json()
    code, out, _ = run(capsys, "noise", folder, "--json")
    assert code == 0
    commanded = json.loads(out)
    words = [with_words(each, panel.study) for each in noise_findings(measure_noise(panel, fit))]
    assert_same({"findings": commanded.pop("findings")}, json.loads(json.dumps({"findings": words})))
    assert_same(commanded, json.loads(json.dumps(expected)))
    study = Study.objects.create(key="small", definition=SMALL, publication=Publication.PUBLIC)
    bridge.keep_design(study, panel.design)
    bridge.keep_panel(study, panel, Kind.SIMULATED, design=current_design(study))
    stored = bridge.panel_of(study, Kind.SIMULATED)
    row = fitting._keep(study, Kind.SIMULATED, stored, fit, insights(stored, fit), {})
    publication.publish(row)
    row.refresh_from_db()
    on_site = stored_noise(row.insights)
    assert on_site is not None
    assert_same(json.loads(json.dumps(on_site.as_json())), json.loads(json.dumps(expected)))
    report, site = ground_of_panel(panel, fit, "nl"), gallery.ground_of(row, "nl")
    for key in ("variation", "majority"):
        one, other = make_exhibit(report, key), make_exhibit(site, key)
        assert (one.finding, one.caption, one.title) == (other.finding, other.caption, other.title)
        for left, right in zip(one.table.as_json()["keys"], other.table.as_json()["keys"], strict=True):
            assert left == pytest.approx(right, abs=1e-9)
    told = client.get(PAGE, headers={"accept-language": "nl"}).context
    shown = [cell for table in told["groups"] for line in table["rows"] for cell, _ in line]
    groups = [each for values in on_site.groups.values() for each in values.values() if each is not None]
    assert groups
    for each in groups:
        assert written(each.other_colleague.share, "share", "nl") in shown


def test_all_cases_of_practice_alike_are_all_allowed_cases(capsys, folder):
    _, panel, fit = made()
    file = folder.parent / "practice.csv"
    practice_frame(panel.study, even_practice(panel.study)).write_csv(file)
    code, out, _ = run(capsys, "noise", folder, "--practice", file, "--json")
    assert code == 0
    told, expected = json.loads(out), json.loads(json.dumps(measure_noise(panel, fit).as_json()))
    assert told["cases"] == "practice"
    for name in ("level", "pattern", "occasion", "other_colleague", "same_colleague", "majority", "groups"):
        assert_same({name: told[name]}, {name: expected[name]})


def test_a_model_from_before_says_so(client, public):
    row = row_of(public)
    StoredFit.objects.update(insights={key: value for key, value in row.insights.items() if key != "noise"})
    response = client.get(PAGE, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert "from before differences between colleagues were computed" in response.content.decode()


def test_answers_on_one_side_say_so(client, public):
    StoredFit.objects.update(insights=row_of(public).insights | {"noise": None})
    assert "nearly all of them are on one side" in client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert not {"variation", "majority"} & set(gallery.names(row_of(public)))


def test_what_waits_is_not_in_what_is_told(public):
    row = row_of(public)
    shown = [(key, value) for key, values in row.insights["noise"]["groups"].items()
             for value, told in values.items() if not told["suppressed"]]  # fmt: skip
    scenarios = [each["scenario"] for each in row.insights["noise"]["scenarios"]]
    assert len(shown) > 1
    less = cut(row, Cells(at={EVERYBODY: frozenset(scenarios[:1]), shown[0]: frozenset()}))
    left = less.insights["noise"]
    open_ones = [(key, value) for key, values in left["groups"].items()
                 for value, told in values.items() if not told["suppressed"]]  # fmt: skip
    assert open_ones == shown[:1]
    assert [each["scenario"] for each in left["scenarios"]] == scenarios[:1]
    assert left["other_colleague"] == row.insights["noise"]["other_colleague"]


def test_a_page_of_many_rows_asks_the_database_little(client, public, django_assert_max_num_queries):
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)
