"""The same case has the same numbers everywhere: library, command line, the page of the site, the PDF for the file."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from collega.colleague import VirtualColleague, make_case
from collega.design import compose
from collega.findings import TIPPING, case_findings, with_words
from collega.folder import StudyFolder
from collega.insight import insights
from collega.model.fit import Fit
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.panel import Panel
from collega.panel.counts_file import read_counts
from collega.panel.simulate import simulate
from collega.study import parse_study
from collega.tables import read_table
from collega.web import bridge
from collega.web.advising import ASKED, virtual_colleague
from collega.web.deeds import publication
from collega.web.jobs import fitting
from collega.web.records.models import Kind, Publication, Study, current_design
from collega.web.results import colleague
from tests.cli.running import run

pytestmark = pytest.mark.django_db
N_CASES = 200
TEXT = """
key: doors
title: Doors
statement: This may be done.
answers:
  - {key: never, text: Never}
  - {key: perhaps, text: Perhaps}
  - {key: likely, text: Likely, positive: true}
  - {key: surely, text: Surely, positive: true}
criteria:
  - {key: who, text: Who, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}, {key: d, text: D}]}
  - {key: what, text: What, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}, {key: d, text: D}]}
  - {key: when, text: When, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}]}
  - {key: where, text: Where, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}, {key: d, text: D}]}
  - {key: how, text: How, levels: [{key: a, text: A}, {key: b, text: B}, {key: c, text: C}, {key: d, text: D}]}
never: [{who: a, what: a}, {when: b, where: b}]
characteristics:
  - {key: post, text: Post, values: [{key: x, text: X}, {key: y, text: Y}], other: true}
  - {key: years, text: Years, values: [{key: few, text: Few}, {key: many, text: Many}]}
scenarios_per_participant: 12
minimum_group: 5
"""
KINDS = (("majority", ("majority",)), ("tipping", TIPPING), ("find_out_first", ("find_out_first",)))
COUNTS = "post,count\nx,300\ny,600\nother,100\n"


@pytest.fixture(scope="module")
def made() -> tuple[Panel, Fit]:
    """Thirty people, and a fit with so few draws that 200 cases in every door take seconds."""
    study = parse_study(TEXT)
    panel, _ = simulate(study, compose(study, versions=2), participants=30, seed=3)
    fit = fit_hierarchical(panel, seed=3, effort=Effort(chains=2, warm_up=60, sweeps=80, rounds=0))
    return panel, replace(fit, converged=True, warnings=())


@pytest.fixture(scope="module")
def cases(made: tuple[Panel, Fit]) -> list[dict[str, str]]:
    """Random cases, half of what is asked filled in on average; a few with everything, one with nothing."""
    study, rng, found = made[0].study, np.random.default_rng(5), [{}]
    while len(found) < N_CASES:
        filled = rng.random() * 1.3
        case = {item.key: str(rng.choice(item.level_keys)) for item in study.criteria if rng.random() < filled}
        if not any(rule.items() <= case.items() for rule in study.never):
            found.append(case)
    return found


@pytest.fixture
def folder(made: tuple[Panel, Fit], tmp_path: Path) -> Path:
    panel, fit = made
    kept = StudyFolder(tmp_path / "doors")
    kept.create(TEXT)
    kept.write_design(panel.study, panel.design, seed=1)
    kept.write_panel(panel, seed=3)
    kept.write_fit(fit)
    (tmp_path / "counts.csv").write_text(COUNTS)
    return tmp_path / "doors"


@pytest.fixture
def site(made: tuple[Panel, Fit], folder: Path) -> Study:
    panel, fit = made
    study = Study.objects.create(
        key="doors", definition=TEXT, publication=Publication.PUBLIC, advice_first=False,
        profession=read_counts(panel.study, read_table(folder.parent / "counts.csv")).as_json(),
    )  # fmt: skip
    bridge.keep_design(study, panel.design)
    bridge.keep_panel(study, panel, Kind.SIMULATED, design=current_design(study))
    stored = bridge.panel_of(study, Kind.SIMULATED)
    publication.publish(fitting._keep(study, Kind.SIMULATED, stored, fit, insights(stored, fit), {}))
    return study


def numbers(value: Any, path: str = "") -> dict[str, Any]:
    """Return every number and word of an advice, by where it stands."""
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return {path: value}
    return {place: part for key, each in pairs for place, part in numbers(each, f"{path}/{key}").items()}


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    left, right = numbers(one), numbers(other)
    assert left.keys() == right.keys()
    for place, value in left.items():
        if isinstance(value, float):
            assert right[place] == pytest.approx(value, abs=1e-9), place
        else:
            assert right[place] == value, place


def plain(groups: Any) -> dict[str, Any]:
    return {"=".join(each.group): [each.participants, each.share, *each.interval] for each in groups}


def test_every_door_gives_the_same_numbers(client, capsys, monkeypatch, made, cases, folder, site) -> None:
    panel, fit = made
    study, counts = panel.study, read_counts(panel.study, read_table(folder.parent / "counts.csv"))
    library = VirtualColleague.of(study, fit, panel=panel, counts=counts)
    table = folder.parent / "cases.csv"
    with table.open("w", newline="") as file:
        rows = csv.DictWriter(file, study.criterion_keys)
        rows.writeheader()
        rows.writerows(cases)
    code, out, _ = run(capsys, "ask", folder, "--cases", table, "--profession", folder.parent / "counts.csv", "--json")
    assert code == 0
    commanded = json.loads(out)
    sheets: list[Any] = []
    monkeypatch.setattr(
        colleague, "advice_sheet", lambda _study, *material, **_more: sheets.append(material) or b"%PDF"
    )
    blanks = 0
    for case, told in zip(cases, commanded, strict=True):
        advice, groups = library.advise_with_groups(make_case(study, case))
        blanks += bool(advice.case.blank)
        expected = advice.as_json()
        for key in ("line", "beside", "read"):
            told.pop(key)
        found = [with_words(each, study) for each in case_findings(advice)]
        assert_same({"findings": told.pop("findings")}, {"findings": found})
        assert_same(told, expected)
        words = case or {ASKED: "all"}
        page = client.get("/results/doors/colleague/", words).context
        client.get("/results/doors/colleague/advice.pdf", words)
        assert_same(page["advice"].as_json(), expected)
        texts = {kind: " ".join(each["text"]["nl"] for each in found if each["kind"] in kinds) for kind, kinds in KINDS}
        assert (page["majority"], page["tipping"]) == (texts["majority"], texts["tipping"])
        assert ((page["fill_in"] or {}).get("sentence", "")) == texts["find_out_first"]
        assert_same(sheets[-1][0].as_json(), expected)
        shares = plain(groups)
        assert shares
        assert_same(plain(sheets[-1][1]), shares)
    assert len(sheets) == N_CASES
    assert N_CASES / 4 < blanks < N_CASES


def test_a_group_has_the_share_that_asking_for_it_gives(capsys, made, cases, folder, site) -> None:
    panel, _ = made
    asked = virtual_colleague(site.fits.get().pk, erased=False)
    for case in cases[:8]:
        for group in asked.by_group(make_case(panel.study, case)):
            words = [f"{key}={level}" for key, level in case.items()]
            code, out, _ = run(capsys, "ask", folder, *words, "--group", "=".join(group.group), "--json")
            assert code == 0
            told = json.loads(out)
            assert (told["share"], *told["interval"]) == pytest.approx((group.share, *group.interval), abs=1e-9)
            assert told["participants"] == group.participants
