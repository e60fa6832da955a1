"""Panels in Parquet partitions: the same panel as from CSV, or every reason why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from collega.design import Design
from collega.errors import DataError
from collega.folder import StudyFolder
from collega.messages import Message
from collega.panel import Panel
from collega.panel.facts import facts_of
from collega.panel.identity import panel_hash
from collega.panel.limits import limits_of
from collega.panel.partition import partitions_in, read_partition
from collega.panel.read import read_panel
from collega.panel.simulate import simulate
from collega.panel.tally import add_tallies, tally_of
from collega.study import Study, template_text
from collega.tables import read_table

PEOPLE = 23


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    """A folder with a simulated panel in CSV, one of them left out and one without answers."""
    target = StudyFolder(tmp_path / "study")
    target.create(template_text("avg-data-sharing"))
    study = target.study()
    profiles = np.column_stack([np.arange(12) % n for n in study.n_levels])
    design = design_of(study, profiles)
    target.write_design(study, design, seed=1)
    panel, truth = simulate(study, target.design(), participants=PEOPLE, seed=3)
    left_out = panel.people["participant"][4]
    people = panel.people.with_columns(
        included=pl.when(pl.col("participant") == left_out).then(pl.lit("false")).otherwise(pl.lit("true"))
    )
    kept = panel.participant != 7
    panel = replace(
        panel,
        people=people,
        participant=panel.participant[kept],
        scenario=panel.scenario[kept],
        answer=panel.answer[kept],
        position=None if panel.position is None else panel.position[kept],
        seconds=None if panel.seconds is None else panel.seconds[kept],
    )
    target.write_panel(panel, seed=3, truth=truth)
    return target


def design_of(study: Study, profiles: NDArray[np.int64]) -> Design:
    names = tuple(f"s{number}" for number in range(len(profiles)))
    half = len(names) // 2
    return Design(
        scenarios=names,
        profiles=profiles,
        versions=("1", "2"),
        shows=(tuple(range(half)), tuple(range(half, len(names)))),
    )


def same(one: Panel, other: Panel) -> bool:
    arrays = ("participant", "scenario", "answer", "position", "seconds")
    equal = [np.array_equal(getattr(one, n), getattr(other, n), equal_nan=n == "seconds") for n in arrays]
    return all(equal) and one.people.equals(other.people) and one.synthetic == other.synthetic


@pytest.mark.parametrize("people", [1, 5, 50])
def test_partitions_are_the_panel_that_csv_was(folder: StudyFolder, people: int) -> None:
    before, hash_before = folder.panel(), panel_hash(folder.panel())
    written = folder.write_partitions(people)
    assert len(written) == 2 * -(-PEOPLE // people)
    assert not folder.has("answers.csv")
    assert not folder.has("participants.csv")
    assert folder.synthetic
    assert same(folder.panel(), before)
    parts = folder.parts()
    assert parts is not None
    facts = facts_of(parts)
    assert facts == facts_of(before)
    assert facts.data_hash == hash_before


def test_back_to_csv_nothing_is_lost(folder: StudyFolder) -> None:
    before = (folder.path / "answers.csv").read_bytes()
    folder.write_partitions(5)
    assert folder.write_csv() == ("participants.csv", "answers.csv")
    assert (folder.path / "answers.csv").read_bytes() == before
    assert folder.answers.files() == ("answers.csv", "participants.csv")
    assert folder.synthetic


def test_divided_again_nothing_of_the_old_division_is_left(folder: StudyFolder) -> None:
    before = folder.panel()
    folder.write_partitions(5)
    folder.write_partitions(4)
    assert len(folder.answers.files()) == 2 * 6
    assert same(folder.panel(), before)


def test_the_quick_way_and_the_careful_way_read_the_same(folder: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_partitions(50)
    (part,) = partitions_in(folder.path)
    with monkeypatch.context() as patch:
        patch.delattr("collega.panel.partition.read_panel")
        quick = read_partition(part, folder.study(), folder.design(), synthetic=True)
    careful = read_panel(
        folder.study(),
        folder.design(),
        participants=read_table(part.file("participants")).sound(),
        answers=read_table(part.file("answers")).sound(),
        synthetic=True,
    )
    assert same(quick, careful)


def test_tallies_of_parts_add_up(folder: StudyFolder) -> None:
    panel = folder.panel().counted
    number = np.arange(panel.n_participants) % 3
    together = add_tallies([tally_of(panel.keep(number == part)) for part in range(3)])
    whole = tally_of(panel)
    for name in ("counts", "judges"):
        assert np.array_equal(getattr(together, name), getattr(whole, name))
    assert np.array_equal(together.judged_by, whole.judged_by)
    for name in ("participants", "most_answers", "several", "uniform"):
        assert getattr(together, name) == getattr(whole, name)
    for name in ("mark", "people", "lowest", "highest", "varied"):
        assert np.array_equal(getattr(together.sets, name), getattr(whole.sets, name))
    assert facts_of(panel).limits == limits_of(panel)


def change(folder: StudyFolder, table: str, number: int, **columns: pl.Expr | pl.Series) -> str:
    """Change a partition; return what messages call it."""
    file = sorted((folder.path / table).glob("*.parquet"))[number]
    pl.read_parquet(file).with_columns(pl.col(pl.Enum).cast(pl.String)).with_columns(**columns).write_parquet(file)
    return f"{table}/{file.name}"


def third(value: str, column: str) -> pl.Expr:
    return pl.when(pl.int_range(pl.len()) == 2).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("scenario", "s99", "'s99' is not a scenario of the design"),
        ("scenario", "", "missing"),
        ("answer", "perhaps", "'perhaps' is not"),
        ("participant", "nobody", "'nobody'"),
    ],
)
def test_a_wrong_cell_is_told_with_partition_row_and_column(
    folder: StudyFolder, column: str, value: str, told: str
) -> None:
    folder.write_partitions(10)
    file = change(folder, "answers", 1, **{column: third(value, column)})
    with pytest.raises(DataError) as refused:
        folder.panel()
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.where) == (file, 3, column)
    assert told in str(problem)
    parts = folder.parts()
    assert parts is not None
    with pytest.raises(DataError, match=file):
        _ = parts.counted


@pytest.mark.parametrize(
    "columns",
    [
        {"position": pl.lit(-1)},
        {"position": pl.lit(1)},
        {"seconds": pl.lit(-2.0)},
        {"seconds": pl.lit("soon")},
        {"mood": pl.lit("fine")},
    ],
)
def test_wrong_places_times_and_columns_are_refused(folder: StudyFolder, columns: dict[str, pl.Expr]) -> None:
    folder.write_partitions(10)
    file = change(folder, "answers", 0, **columns)
    with pytest.raises(DataError, match=file):
        folder.panel()


def test_a_scenario_of_another_version_is_refused(folder: StudyFolder) -> None:
    folder.write_partitions(10)
    file = change(folder, "participants", 2, version=pl.lit("1"))
    with pytest.raises(DataError, match=file.replace("participants", "answers")):
        folder.panel()


def test_a_participant_in_two_partitions_is_refused(folder: StudyFolder) -> None:
    folder.write_partitions(10)
    first, *_ = sorted(file.name for file in (folder.path / "answers").glob("*"))
    for table in ("answers", "participants"):
        (folder.path / table / "copy.parquet").write_bytes((folder.path / table / first).read_bytes())
    with pytest.raises(DataError, match=rf"answers/copy.parquet: participant: .* stands in answers/{first} too"):
        folder.panel()
    parts = folder.parts()
    assert parts is not None
    with pytest.raises(DataError, match="Put everyone, with all their answers, in one partition"):
        _ = parts.counted


def test_csv_beside_parquet_is_refused(folder: StudyFolder) -> None:
    csv = (folder.path / "answers.csv").read_bytes()
    folder.write_partitions(10)
    (folder.path / "answers.csv").write_bytes(csv)
    with pytest.raises(DataError, match=r"answers.csv stands beside answers/.*parquet, and nothing tells which"):
        folder.panel()


def test_a_partition_without_its_other_half_is_refused(folder: StudyFolder) -> None:
    folder.write_partitions(10)
    first = min((folder.path / "participants").glob("*"))
    first.unlink()
    with pytest.raises(DataError, match=rf"answers/{first.name}: there is no participants/{first.name} beside it"):
        folder.panel()


def test_without_participants_they_are_those_who_answered(folder: StudyFolder) -> None:
    (folder.path / "participants.csv").unlink()
    before = folder.panel()
    folder.write_partitions(10)
    for file in (folder.path / "participants").glob("*"):
        file.unlink()
    assert same(folder.panel(), before)


def test_what_is_no_parquet_is_refused_by_its_name(folder: StudyFolder) -> None:
    folder.write_partitions(10)
    file = min((folder.path / "answers").glob("*"))
    file.write_bytes(b"not at all")
    with pytest.raises(DataError, match=f"answers/{file.name}"):
        folder.panel()


def test_other_types_are_read_as_csv_would_be(folder: StudyFolder) -> None:
    before = folder.panel()
    folder.write_partitions(10)
    change(folder, "answers", 1, scenario=" " + pl.col("scenario") + " ", answer=pl.col("answer").cast(pl.Categorical))
    assert same(folder.panel(), replace(before, synthetic=False))


def test_changed_partitions_count_as_real(folder: StudyFolder) -> None:
    folder.write_partitions(10)
    change(folder, "answers", 1)
    assert not folder.synthetic
    assert folder.has_real_answers
    with pytest.raises(DataError, match="there are real answers in this folder"):
        folder.write_design(folder.study(), folder.design(), seed=2)


@pytest.mark.parametrize("table", ["answers", "participants"])
def test_a_folder_is_no_partition(folder: StudyFolder, table: str) -> None:
    folder.write_partitions(5)
    (folder.path / table / "x.parquet").mkdir()
    for read in (folder.panel, folder.parts):
        with pytest.raises(DataError) as refused:
            read()
        (problem,) = refused.value.problems
        assert (problem.file, problem.found) == (f"{table}/x.parquet", Message("panel-partition-is-a-folder"))
