"""What holds for one column of a file alone holds for that column: labels, missing codes, forms of numbers."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.errors import DataError
from collega.panel import import_panel
from collega.study import parse_study

pyreadstat = pytest.importorskip("pyreadstat")

STUDY = parse_study(
    """\
key: parking
title: Parking
statement: Yes please
answers:
  - {key: no, text: {nl: Nooit, en: Never}}
  - {key: "1", text: {nl: Soms, en: Maybe}}
  - {key: yes, text: {nl: Altijd, en: Always}, positive: true}
criteria:
  - {key: place, text: Where, levels: [{key: street, text: Street}, {key: garage, text: Garage}]}
  - {key: price, text: Price, levels: [{key: "1", text: One}, {key: "2", text: Two}]}
characteristics:
  - {key: age, text: Age, values: [{key: young, text: Young}, {key: old, text: Old}]}
"""
)
TEXTS = {"no": ("Never", "Nooit", "no"), "1": ("Maybe", "Soms"), "yes": ("Always", "Altijd", "yes")}
# an SPSS file keeps a hostile name at the end of the variable label; these it keeps as they are
HOSTILE = ("participant_1", "answer", "scenario_", "position", "seconds", "n", "V1", "weight_", "yes", "no_")


def scenarios(folder: Path, names: list[str]) -> Path:
    levels = [("street", "1"), ("street", "2"), ("garage", "1"), ("garage", "2")]
    rows = [f"{name},{','.join(levels[n % 4])}" for n, name in enumerate(names)]
    (folder / "s.csv").write_text("\n".join(["scenario,place,price", *rows]) + "\n")
    return folder / "s.csv"


@st.composite
def wide_files(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a wide file of which every column has codes, labels and a missing code of its own."""
    names = draw(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5, unique=True))
    people = draw(st.integers(1, 5))
    columns: dict[str, Any] = {}
    for name in names:
        codes = draw(st.permutations([0.0, 1.0, 2.0, 9.0]))
        labels = dict(zip(codes, [draw(st.sampled_from(TEXTS[key])) for key in TEXTS] + ["Refused"], strict=True))
        given_ = draw(st.lists(st.sampled_from([*TEXTS, None, "missing"]), min_size=people, max_size=people))
        columns[name] = {"codes": dict(zip([*TEXTS, "missing"], codes, strict=True)), "labels": labels, "cells": given_}
    declared = draw(st.lists(st.sampled_from(names), unique=True))
    return {"columns": columns, "people": people, "declared": declared}


@settings(deadline=None, derandomize=True, max_examples=60)
@given(wide_files())
def test_what_is_in_a_wide_file_comes_in_and_goes_out_again(file: dict[str, Any]) -> None:
    columns = file["columns"]
    cells = {
        name: [None if cell is None else column["codes"][cell] for cell in column["cells"]]
        for name, column in columns.items()
    }
    frame = pl.DataFrame(
        {"id_": [f"p{n}" for n in range(file["people"])], **cells},
        schema={"id_": pl.String, **dict.fromkeys(cells, pl.Float64)},
    )
    with TemporaryDirectory() as place:
        folder = Path(place)
        pyreadstat.write_sav(
            frame,
            str(folder / "a.sav"),
            variable_value_labels={name: column["labels"] for name, column in columns.items()},
            missing_ranges={name: [columns[name]["codes"]["missing"]] for name in file["declared"]},
        )
        wide = "".join(f"    {name!r}: {name!r}\n" for name in columns)
        (folder / "m.yaml").write_text(
            f"columns: {{participant: id_}}\nmissing: [Refused]\nwide:\n  scenarios:\n{wide}", encoding="utf-8"
        )
        meant = {
            (f"p{n}", name): cell
            for name, column in columns.items()
            for n, cell in enumerate(column["cells"])
            if cell not in (None, "missing")
        }
        arguments = {"answers": folder / "a.sav", "scenarios": scenarios(folder, list(columns))}
        if not meant:
            with pytest.raises(DataError, match="there is no answer in this table"):
                import_panel(STUDY, **arguments, mapping=folder / "m.yaml")
            return
        panel = import_panel(STUDY, **arguments, mapping=folder / "m.yaml")
        who = panel.people["participant"].to_list()
        keys = panel.study.answer_keys
        triples = zip(panel.participant, panel.scenario, panel.answer, strict=True)
        assert {(who[i], panel.design.scenarios[s]): keys[a] for i, s, a in triples} == meant
        long = pl.DataFrame(
            [{"participant": i, "scenario": s, "answer": a} for (i, s), a in meant.items()], orient="row"
        )
        long.write_csv(folder / "long.csv")
        again = import_panel(STUDY, answers=folder / "long.csv", scenarios=folder / "s.csv")
        assert again.n_answers == panel.n_answers == len(meant)


def test_a_number_with_a_label_that_nobody_knows_is_refused_with_it(tmp_path: Path) -> None:
    """The study has an answer with key 1, and the file says that its 1 means something else."""
    frame = pl.DataFrame({"participant": ["p1", "p2"], "A": [1.0, 2.0], "age": ["old", "young"]})
    labels = {"A": {1: "Certainly", 2: "Never"}, "age": {"old": "Over 60", "young": "Under 60"}}
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), variable_value_labels=labels)
    with pytest.raises(DataError) as refused:
        import_panel(STUDY, answers=tmp_path / "a.sav", scenarios=scenarios(tmp_path, ["A"]))
    assert [str(problem) for problem in refused.value.problems] == [
        "a.sav:1: A: '1 (Certainly)' is not an answer of the study. Allowed: no, 1, yes."
    ]


def test_a_missing_word_of_one_column_is_an_answer_in_another(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "participant,scenario,answer,seconds,age\n99,A,no,99,old\n7,A,99,99,99\n7,B,yes,-1,99\n", encoding="utf-8"
    )
    design = scenarios(tmp_path, ["A", "B"])
    (tmp_path / "m.yaml").write_text("missing: {answer: 99, age: [99, old], seconds: -1}\n")
    panel = import_panel(STUDY, answers=tmp_path / "a.csv", scenarios=design, mapping=tmp_path / "m.yaml")
    assert panel.people["participant"].to_list() == ["99", "7"]
    assert panel.people["age"].to_list() == ["", ""]
    assert panel.n_answers == 2
    assert panel.seconds is not None
    assert panel.seconds[0] == 99
    (tmp_path / "m.yaml").write_text("missing: [99, -1]\n")
    panel = import_panel(STUDY, answers=tmp_path / "a.csv", scenarios=design, mapping=tmp_path / "m.yaml")
    assert panel.people["participant"].to_list() == ["99", "7"]
    assert panel.seconds is None


def test_times_of_wide_tables_are_read_by_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'participant;A;B;t_A;t_B;o_A;o_B\np1;no;yes;1,5;00:01:15;2;1\np2;yes;no;NULL;2;1;"2,0"\n', encoding="utf-8"
    )
    rules = "wide: {seconds: 't_{scenario}', positions: 'o_{scenario}'}\nmissing: [NULL]\n"
    (tmp_path / "m.yaml").write_text(rules)
    design = scenarios(tmp_path, ["A", "B"])
    panel = import_panel(STUDY, answers=tmp_path / "a.csv", scenarios=design, mapping=tmp_path / "m.yaml")
    assert panel.seconds is not None
    assert panel.position is not None
    assert pl.Series(panel.seconds).fill_nan(None).to_list() == [1.5, 75.0, None, 2.0]
    assert panel.position.tolist() == [2, 1, 1, 2]


AMBIGUOUS = parse_study(
    """\
key: trees
title: Trees
statement: Yes please
answers: [{key: no, text: Never}, {key: yes, text: Always, positive: true}]
criteria:
  - {key: trees, text: How many trees, levels: [{key: "1", text: "2"}, {key: "2", text: "3"}]}
  - {key: nest, text: Nest, levels: [{key: a, text: {nl: Geen, en: None}}, {key: b, text: {nl: None, en: Few}}, {key: c, text: Some}]}
"""
)


def bring_levels(folder: Path, trees: list[str], nests: list[str], rules: str = "") -> list[list[int]]:
    rows = [f"p1,{tree},{nest},no" for tree, nest in zip(trees, nests, strict=True)]
    (folder / "a.csv").write_text("\n".join(["participant,trees,nest,answer", *rows]) + "\n")
    (folder / "m.yaml").write_text(rules)
    panel = import_panel(AMBIGUOUS, answers=folder / "a.csv", mapping=folder / "m.yaml")
    return panel.design.profiles.tolist()


def test_a_word_that_is_a_key_and_a_text_is_read_as_its_column_is(tmp_path: Path) -> None:
    assert bring_levels(tmp_path, ["1", "2"], ["a", "c"]) == [[0, 0], [1, 2]]
    assert bring_levels(tmp_path, ["2", "3"], ["a", "Some"]) == [[0, 0], [1, 2]]
    with pytest.raises(DataError, match=r"a.csv:2: trees: '2' can mean 2 or 1 \(2 lines: 2, 3\). Say which one"):
        bring_levels(tmp_path, ["2", "2"], ["a", "c"])
    assert bring_levels(tmp_path, ["2", "2"], ["a", "c"], "levels: {trees: {'1': 2}}\n") == [[0, 0], [0, 2]]


def test_the_text_of_two_levels_in_two_languages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a.csv:3: nest: 'None' can mean a or b. Say which one it is under 'answers'"):
        bring_levels(tmp_path, ["1", "2"], ["a", "None"])
