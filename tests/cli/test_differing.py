"""The command noise: in words, as JSON, over which cases, and what it refuses."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import run
from tests.cli.test_analysis import folder  # noqa: F401


def test_in_words(folder, capsys):  # noqa: F811
    code, out, err = run(capsys, "noise", folder)
    assert code == 0
    assert "another colleague comes out on the other side" in out
    assert "One colleague is on the side of most colleagues in" in out
    assert "This model (pooled) knows no differences between people" in err


def test_as_json_over_judged_scenarios(folder, capsys):  # noqa: F811
    code, out, _ = run(capsys, "noise", folder, "--cases", "judged", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["cases"] == "judged"
    assert told["n_cases"] == 5
    assert told["level"] is told["pattern"] is told["occasion"] is told["same_colleague"] is None
    assert 0.0 < told["other_colleague"]["share"] < 0.5
    assert [each["kind"] for each in told["findings"]] == ["other_side", "ask_more"]
    assert any(each["code"] == "noise-pooled" for each in told["warning_codes"] if each)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--cases", "some"), "there are no cases 'some'"),
        (("--cases", "judged", "--practice", "study.yaml"), "the cases are given twice"),
        (("--practice", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_it_refuses(folder, capsys, words, told):  # noqa: F811
    code, _, err = run(capsys, "noise", folder, *words)
    assert code == 2
    assert told in err
