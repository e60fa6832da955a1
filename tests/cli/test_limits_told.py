"""What limits the data is told by every model, in every channel of the command line, in the same words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from collega.colleague import ask, make_case
from collega.folder import StudyFolder
from collega.insight import insights
from collega.model.estimate import MODELS
from collega.model.hierarchical import fit as hierarchical
from collega.panel.limits import LimitKind, limit_text, limits_of
from collega.prose import Prose
from collega.report.contents import contents
from collega.report.limits import limit_sentences
from collega.report.write import _gather
from collega.study.dump import dump_study
from tests.cli.running import run
from tests.panel.limited_panels import LIMITED_PANELS, REFUSED, TELLING_OF_ALL

SHORT = hierarchical.Effort(chains=2, warm_up=20, sweeps=30, rounds=0)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hierarchical, "_effort_for", lambda *_: SHORT)


def folder_of(path: Path, kind: LimitKind) -> Path:
    panel = LIMITED_PANELS[kind]()
    source = StudyFolder(path / "s")
    source.create(dump_study(panel.study))
    source.write_panel(panel)
    return path / "s"


PAIRS = [(model, kind) for kind in LIMITED_PANELS for model in MODELS if (model, kind) not in REFUSED]


@pytest.mark.parametrize(("model", "kind"), PAIRS)
def test_a_limit_is_told_wherever_a_number_rests_on_it(
    model: str, kind: LimitKind, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_of(tmp_path, kind)
    (limit,) = [each for each in limits_of(StudyFolder(folder).panel()) if each.kind == kind]
    text = limit_text(limit)
    (tmp_path / "cases.csv").write_text("c0,c1\nl0,l0\n,\n")
    commands = {
        "fit": ("fit", folder, "--model", model),
        "insights": ("insights", folder),
        "ask": ("ask", folder, "c0=l1"),
        "cases": ("ask", folder, "--cases", tmp_path / "cases.csv"),
    }
    for words in commands.values():
        code, _, err = run(capsys, *words)
        assert code == 0, err
        assert f"Warning: {text}\n" in err
        code, out, _ = run(capsys, *words, "--json")
        found = json.loads(out)
        for each in found if isinstance(found, list) else [found]:
            assert text in each["warnings"]
            assert limit.as_json() in each["limits"]
    model_json = json.loads((folder / "model.json").read_text())
    assert text in model_json["warnings"]
    assert limit.as_json() in model_json["limits"]


@pytest.mark.parametrize(("model", "kind"), PAIRS)
def test_a_limit_is_told_in_the_summary_of_the_report(model: str, kind: LimitKind, tmp_path: Path) -> None:
    from collega.model.estimate import estimate

    panel = LIMITED_PANELS[kind]()
    fit = estimate(panel, model)
    learned = insights(panel, fit)
    advices = [ask(panel.study, fit, make_case(panel.study, {}), panel=panel)]
    material = _gather(panel.study, panel, fit, learned, advices, None, Prose("en"), date(2026, 1, 1), {}, ())
    blocks = [block["text"] for block in contents(material)["blocks"] if block["kind"] == "warning"]
    limits = [limit for limit in limits_of(panel) if limit.kind == kind]
    for sentence in limit_sentences(limits, panel.study, "en"):
        assert blocks.count(sentence) == int(kind not in TELLING_OF_ALL)
    assert not any("keeps the estimates finite" in text for text in blocks)


@pytest.mark.parametrize(("model", "kind"), sorted(REFUSED))
def test_a_model_that_cannot_be_fitted_says_why(
    model: str, kind: LimitKind, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_of(tmp_path, kind)
    code, _, err = run(capsys, "fit", folder, "--model", model)
    assert code == 2
    assert "All answers are the same one" in err or "Nobody judged more than one scenario" in err


@pytest.mark.parametrize("kind", LIMITED_PANELS)
def test_a_limit_is_told_without_any_model(kind: LimitKind, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(tmp_path, kind)
    texts = [limit_text(limit) for limit in limits_of(StudyFolder(folder).panel())]
    for command in ("insights", "check"):
        _, out, _ = run(capsys, command, folder, "--json")
        assert set(texts) <= set(json.loads(out)["warnings"])


def test_an_advice_about_what_nobody_judged_says_so_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(tmp_path, "unjudged_levels")
    nobody = "No answer stands behind “c1: l2”: nobody judged such a scenario. This advice leaves that open."
    (tmp_path / "cases.csv").write_text("c0,c1\nl0,l0\nl0,l2\n")
    for model in MODELS:
        run(capsys, "fit", folder, "--model", model)
        _, out, _ = run(capsys, "ask", folder, "c0=l0", "c1=l2")
        assert out.startswith(nobody)
        _, out, _ = run(capsys, "ask", folder, "c0=l0", "c1=l2", "--json")
        found, keys = json.loads(out), nobody.replace("“c1: l2”", "c1=l2")
        assert found["warnings"][0] == keys
        assert found["case"] == {"c0": "l0", "c1": "l2"}
        assert found["unjudged"] == {"c1": "l2"}
        assert set(found["blank"]) == {"c1", "c2"}
        _, out, _ = run(capsys, "ask", folder, "c0=l0", "--json")
        open_case = json.loads(out)
        assert (found["share"], found["interval"]) == (open_case["share"], open_case["interval"])
        assert not any((change["criterion"], change["level"]) == ("c1", "l2") for change in open_case["what_if"])
        _, out, _ = run(capsys, "ask", folder, "--cases", tmp_path / "cases.csv")
        assert out.startswith(keys)
        _, out, _ = run(capsys, "ask", folder, "--cases", tmp_path / "cases.csv", "--json")
        first, second = json.loads(out)
        assert (first["unjudged"], second["warnings"][0]) == ({}, keys)
