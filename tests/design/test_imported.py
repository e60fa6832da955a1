"""Designs made elsewhere, with the mapping that tells what is what in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from collega.design import import_design, import_scenarios
from collega.design.imported import ImportedDesign
from collega.errors import DataError
from collega.study import parse_study

STUDY = parse_study(
    """\
key: tree
title: Felling a tree
statement: I would grant the permit.
answers: [{key: no, text: Never}, {key: yes, text: Always, positive: true}]
criteria:
  - {key: kind, text: Kind, levels: [{key: oak, text: Oak}, {key: birch, text: Birch}]}
  - {key: nest, text: Nest, levels: [{key: empty, text: None}, {key: nest, text: With a nest}]}
never: [{kind: birch, nest: nest}]
"""
)
BLOCKS = "Design of 2 May,,,\nBlock,Run,K,nest\n1,a,1,None\n2,b,2,None\nBlock,Run,K,nest\n1,c,1,With a nest\n"
RULES = """\
version: Block
columns: {kind: K}
levels: {kind: {oak: 1, birch: 2}}
ignore: [Run]
rows: {header: 2, skip: 5}
"""


def bring(folder: Path, table: str, rules: str = "") -> ImportedDesign:
    (folder / "d.csv").write_text(table)
    (folder / "m.yaml").write_text(rules)
    return import_scenarios(STUDY, folder / "d.csv", folder / "m.yaml" if rules else None)


def test_blocks_are_versions_where_the_mapping_says_so(tmp_path: Path) -> None:
    found = bring(tmp_path, BLOCKS, RULES)
    assert found.design.versions == ("1", "2")
    assert found.design.scenarios == ("S1", "S2", "S3")
    assert found.design.profiles.tolist() == [[0, 0], [1, 0], [0, 1]]
    assert found.source.notes == (
        "Columns that the mapping leaves out: 'Run'",
        "There is no column 'scenario': the scenarios were numbered, S1 and so on",
    )
    named = bring(tmp_path, BLOCKS, RULES.replace("ignore: [Run]", "").replace("{kind: K}", "{kind: K, scenario: Run}"))
    assert named.design.scenarios == ("a", "b", "c")
    sure = import_design(STUDY, tmp_path / "d.csv", tmp_path / "m.yaml")
    assert sure.scenarios == named.design.scenarios


def test_an_unknown_column_may_be_the_version(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        bring(tmp_path, "Block,scenario,kind,nest\n1,A,oak,empty\n")
    assert str(refused.value) == (
        "d.csv:1: the column 'Block' is not known. Allowed: version, scenario, kind, nest. If it tells the version, write "
        "'version: Block' in a mapping file; otherwise name it under 'columns' or 'ignore' in a mapping file."
    )


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    for header in ("kind,nest\n", "scenario,kind,nest\n"):
        with pytest.raises(DataError, match=r"d.csv: there is no scenario. Make them\."):
            bring(tmp_path, header)


def test_a_table_pasted_below_itself_is_told(tmp_path: Path) -> None:
    rows = "A,oak,None\nB,birch,None\n"
    assert bring(tmp_path, f"scenario,kind,nest\n{rows}").source.notes == ()
    found = bring(tmp_path, f"scenario,kind,nest\n{rows}{rows}")
    assert found.source.notes == ("Scenarios that a version shows more than once: A, B",)


def test_a_mapping_for_the_answers_serves_their_design_too(tmp_path: Path) -> None:
    rules = "columns: {participant: Id, kind: Tree}\nignore: [Browser]\nanswers: {no: 1}\nvalues: {}\n"
    assert bring(tmp_path, "scenario,Tree,nest\nA,oak,None\n", rules).design.scenarios == ("A",)
    with pytest.raises(DataError, match=r"m.yaml:1: columns.kind: no file has a column 'Tree'"):
        bring(tmp_path, "scenario,kind,nest\nA,oak,None\n", rules)


def test_a_scenario_that_the_study_forbids_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        bring(tmp_path, "scenario,kind,nest\nA,oak,None\nB,Birch,With a nest\nC,birch,nest\n")
    assert str(refused.value) == (
        "d.csv:3: kind: the study never combines kind=birch with nest=nest (2 lines: 3, 4). Leave the scenario "
        "out, or change the rule under 'never' in the study."
    )


def test_a_wrong_level_in_many_rows_is_one_problem(tmp_path: Path) -> None:
    rows = "".join(f"S{n},Oak,nset\n" for n in range(30))
    with pytest.raises(DataError) as refused:
        bring(tmp_path, f"scenario,kind,nest\n{rows}")
    (problem,) = refused.value.problems
    assert str(problem) == (
        "d.csv:2: nest: 'nset' is not a level (30 lines: 2, 3, 4, 5, 6, ...). Allowed: empty, nest. "
        "Did you mean 'nest'?"
    )
    assert [source.as_json()["file"] for source in refused.value.sources] == ["d.csv"]


def test_a_word_that_the_mapping_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"d.csv:6: K: '3' is not a word for 'kind' in the mapping file. Allowed: 1, 2"):
        bring(tmp_path, BLOCKS.replace("1,c,1", "1,c,3"), RULES)
