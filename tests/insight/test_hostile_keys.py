"""Keys that are words of ours change no result: everything is as in the same study with harmless keys, renamed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collega.cli.insight_tables import print_insights
from collega.colleague.nearest import nearest_scenarios
from collega.errors import StudyError
from collega.findings import study_findings
from collega.folder import StudyFolder
from collega.insight import answer_rows, answers_by_scenario_in_groups, insights, insights_of
from collega.panel import Panel
from collega.panel.export import export_panel, long_frame
from collega.study import dump_study, parse_study
from collega.study.rules import TAKEN
from tests.colleague.studies import SIZES, drawn_fit, matched
from tests.model.references import make_panel, make_study

WORDS = [
    "n", "scenario", "value", "positive", "suppressed", "group", "answer", "answers", "participant", "version", "index",
    "share", "shares", "interval", "criterion", "level", "count", "total", "1", "0", "no", "null", "nan", "true", "None",
    "percent", "top", "low", "high", "label", "reason", "because", "some-name", "some_name", "N", "consensus", "other",
]  # fmt: skip
PLAIN = [f"plain{k:02}x" for k in range(26)]
COLUMNS = 5  # keys that are columns of a table: of three criteria and two characteristics


def panel_of(keys: list[str]) -> Panel:
    """Sixty people whose groups all have other sizes; ``keys`` in the place of PLAIN."""
    criteria = {keys[0]: keys[5:7], keys[1]: keys[7:10], keys[2]: keys[10:12]}
    values = [keys[12:15], keys[15:18]]
    items = [
        {"key": key, "text": key, "self_image": not h, "values": [{"key": v, "text": v} for v in values[h]]}
        for h, key in enumerate(keys[3:5])
    ]
    study = make_study(criteria, keys[18:22], characteristics=items)
    rng = np.random.default_rng(3)
    profiles = [[a, b, c] for a in range(2) for b in range(3) for c in range(2)]
    names = [f"s{s}" for s in range(len(profiles))]
    answers = [(f"p{i:02}", name, int(rng.integers(0, 4))) for i in range(60) for name in names]
    panel = make_panel(study, names, profiles, answers)
    groups = [np.repeat(values[0], [31, 17, 12]), np.repeat(values[1], [28, 18, 14])[rng.permutation(60)]]
    return replace(panel, people=panel.people.with_columns(*map(pl.Series, keys[3:5], groups)))


def renamed(found: Any, names: dict[str, str]) -> Any:
    """Return it with every plain key replaced, as a key of a mapping and inside a text."""
    if isinstance(found, dict):
        return {renamed(key, names): renamed(value, names) for key, value in found.items()}
    if isinstance(found, list):
        return [renamed(each, names) for each in found]
    if isinstance(found, str):
        for plain, hostile in names.items():
            found = found.replace(plain, hostile)
    return found


def everything(panel: Panel) -> dict[str, Any]:
    """Return all that insights and the virtual colleague tell of it, plain."""
    fit = matched(drawn_fit(1, SIZES, n_people=60, n_draws=40), panel)
    found = insights(panel, fit).as_json()
    back = insights_of(panel.study, json.loads(json.dumps(found))).as_json()
    assert back == found
    groups = {
        f"of {item.key}": {
            value: answer_rows(frame, panel.study.answer_keys)
            for value, frame in answers_by_scenario_in_groups(panel, item.key).items()
        }
        for item in panel.study.characteristics
    }
    near = [near.as_json() for near in nearest_scenarios(panel, fit, panel.design.profiles[0])]
    return {"insights": found, "groups": groups, "nearest": near}


@st.composite
def hostile_keys(draw: Any) -> list[str]:
    """Words of ours for everything; as a criterion or characteristic only those that the check of a study lets pass."""
    free = [word for word in WORDS if word not in TAKEN]
    columns = draw(st.permutations(free))[:COLUMNS]
    parts = [draw(st.permutations(WORDS))[:size] for size in (2, 3, 2, 3, 3, 4)]
    return [*columns, *(word for part in parts for word in part)]


@settings(deadline=None, derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_keys())
def test_results_are_those_of_harmless_keys(keys) -> None:
    plain, hostile = everything(panel_of(PLAIN)), everything(panel_of(keys))
    assert hostile == renamed(plain, dict(zip(PLAIN, keys, strict=False)))


@settings(deadline=None, derandomize=True, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_keys())
def test_the_folder_and_the_exports_give_the_same_back(tmp_path_factory, keys) -> None:
    panel, folder = panel_of(keys), tmp_path_factory.mktemp("hostile")
    here = StudyFolder(folder)
    here.create(dump_study(panel.study))
    here.write_panel(panel)
    assert long_frame(here.panel()).equals(long_frame(panel))
    for kind in ("csv", "xlsx", "parquet", "sav"):
        written = export_panel(panel, folder / kind / f"panel.{kind}")
        assert all(path.stat().st_size for path in written)


@pytest.mark.parametrize("word", sorted(TAKEN))
@pytest.mark.parametrize("name", ["criteria", "characteristics"])
def test_a_key_that_is_a_column_of_every_table_is_refused(name, word) -> None:
    text = Path(__file__).parent / "hostile.yaml"
    data = text.read_text().replace("CRITERION" if name == "criteria" else "CHARACTERISTIC", word)
    with pytest.raises(StudyError, match=rf"'{word}' is the name of a column that every study has"):
        parse_study(data)


def test_the_terminal_tells_a_value_called_criterion(capsys) -> None:
    keys = [*PLAIN[:12], "criterion", "n", "positive", *PLAIN[15:]]
    panel = panel_of(keys)
    fit = matched(drawn_fit(1, SIZES, n_people=60, n_draws=40), panel)
    found = insights(panel, fit)
    print_insights(found, panel.study, study_findings(panel, fit, found), in_full=True)
    assert f"{PLAIN[3]}=criterion" in capsys.readouterr().out.replace("\n", "")
