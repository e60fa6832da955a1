"""The study folder: nothing real is ever lost, nothing synthetic is ever taken for real, and the other way round."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import numpy as np
import pytest

from collega.cli import main
from collega.design import compose
from collega.errors import DataError, StudyError
from collega.folder import StudyFolder
from collega.model.estimate import estimate
from collega.panel.simulate import simulate
from collega.study import design_hash, parse_study, study_hash

STUDY = """\
key: parking
title: Parking
statement: Yes please
answers:
  - {key: "no", text: Never}
  - {key: "yes", text: Always, positive: true}
criteria:
  - {key: place, text: Where, levels: [{key: street, text: Street}, {key: garage, text: Garage}]}
  - {key: price, text: Price, levels: [{key: "1", text: One}, {key: "2", text: Two}]}
characteristics:
  - {key: age, text: Age, values: [{key: young, text: Young}, {key: old, text: Old}]}
minimum_group: 2
scenarios_per_participant: 4
"""
SCENARIOS = "version,scenario,place,price\n1,s01,street,1\n1,s02,street,2\n1,s03,garage,1\n1,s04,garage,2\n"
ANSWERS = "participant,scenario,answer\np1,s01,no\np1,s02,yes\np2,s03,yes\np2,s04,no\n"
PEOPLE = "participant,age\np1,young\np2,old\n"


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([*map(str, words)])
    return int(stopped.value.code or 0)


def everything(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


def fill(path: Path, *, seed: int) -> None:
    """Simulate a panel into the folder."""
    folder = StudyFolder(path)
    panel, truth = simulate(folder.study(), folder.design(), participants=12, seed=seed)
    folder.write_panel(panel, seed=seed, truth=truth)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "study.yaml").write_text(STUDY)
    (tmp_path / "scenarios.csv").write_text(SCENARIOS)
    return tmp_path


@pytest.fixture
def simulated(path: Path) -> Path:
    fill(path, seed=1)
    return path


@pytest.mark.parametrize("command", [["design"], ["simulate", "--participants", "5"]])
def test_a_hand_made_table_of_participants_is_never_lost(
    path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (path / "participants.csv").write_text(PEOPLE)
    before = everything(path)
    assert run(command[0], path, *command[1:]) == 2
    assert "participants.csv: this file is not synthetic as far as is known" in capsys.readouterr().err
    assert everything(path) == before


@pytest.mark.parametrize("command", [["design"], ["simulate", "--participants", "5"]])
def test_a_changed_table_of_synthetic_participants_is_kept(simulated: Path, command: list[str]) -> None:
    (simulated / "participants.csv").write_text(PEOPLE)
    before = everything(simulated)
    assert run(command[0], simulated, *command[1:]) == 2
    assert everything(simulated) == before


def test_scenarios_made_by_hand_are_not_replaced_by_a_design(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(path)
    assert run("design", path, "--versions", "1") == 2
    assert "made or changed by hand" in capsys.readouterr().err
    assert everything(path) == before


def test_synthetic_answers_make_place_and_it_is_said(simulated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("design", simulated, "--versions", "1") == 0
    said = capsys.readouterr().err
    assert "Removed what was simulated here before" in said
    assert "answers.csv, participants.csv, truth.json" in said
    assert sorted(everything(simulated)) == ["manifest.json", "scenarios.csv", "study.yaml"]


def test_real_answers_in_a_once_simulated_folder_are_real(simulated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (simulated / "participants.csv").write_text(PEOPLE)
    (simulated / "answers.csv").write_text(ANSWERS)
    folder = StudyFolder(simulated)
    assert not folder.synthetic
    assert not folder.panel().synthetic
    assert folder.truth() is None
    before = everything(simulated)
    for command in (["simulate", simulated, "--participants", 5], ["design", simulated]):
        assert run(*command) == 2
        assert "there are real answers in this folder" in capsys.readouterr().err
    assert everything(simulated) == before
    assert run("check", simulated) == 0
    printed = capsys.readouterr()
    assert "answers.csv is not the file that was simulated here" in printed.err
    assert "synthetic" not in printed.out.lower()


class Killed(BaseException):
    pass


class Reaper:
    """Kills the process at the n-th step that changes a name; the dead do not clean up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
        self.left = at
        for name in ("replace", "unlink"):
            monkeypatch.setattr(Path, name, self._killing(getattr(Path, name)))

    def _killing(self, step):  # type: ignore[no-untyped-def]
        def stepped(path: Path, *words: object, **named: object) -> object:
            if self.left <= 0:
                raise Killed
            self.left -= 1
            return step(path, *words, **named)

        return stepped


@pytest.mark.parametrize("at", range(12))
@pytest.mark.parametrize("before", ["nothing", "synthetic"])
def test_killed_at_any_moment_synthetic_answers_stay_synthetic(
    path: Path, monkeypatch: pytest.MonkeyPatch, at: int, before: str
) -> None:
    if before == "synthetic":
        fill(path, seed=1)
    with monkeypatch.context() as patched:
        Reaper(patched, at)
        with contextlib.suppress(Killed):
            fill(path, seed=2)
    folder = StudyFolder(path)
    assert not folder.has_real_answers
    if folder.has("answers.csv"):
        assert folder.synthetic
        folder.panel()
    if not folder.has("scenarios.csv"):
        (path / "scenarios.csv").write_text(SCENARIOS)
    fill(path, seed=3)
    assert folder.panel().synthetic


@pytest.mark.parametrize("at", range(12))
def test_killed_while_real_answers_replace_synthetic_ones(
    simulated: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    folder = StudyFolder(simulated)
    made_up = (simulated / "answers.csv").read_bytes()
    (simulated / "elsewhere.csv").write_text(ANSWERS)
    from collega.panel import import_panel

    panel = import_panel(folder.study(), answers=simulated / "elsewhere.csv", design=folder.design())
    with monkeypatch.context() as patched:
        Reaper(patched, at)
        with contextlib.suppress(Killed):
            folder.write_panel(panel)
    if folder.has("answers.csv"):
        assert folder.synthetic == ((simulated / "answers.csv").read_bytes() == made_up)


@pytest.mark.parametrize("at", range(6))
def test_killed_while_a_fit_is_written_no_half_fit_is_read(
    simulated: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    folder = StudyFolder(simulated)
    first = estimate(folder.panel(), "pooled", seed=1)
    second = estimate(folder.panel().keep(np.arange(12) < 9), "pooled", seed=2)
    folder.write_fit(first)
    with monkeypatch.context() as patched:
        Reaper(patched, at)
        with contextlib.suppress(Killed):
            folder.write_fit(second)
    told = ""
    try:
        read = folder.fit()
    except DataError as error:
        told = str(error)
    if told:
        assert "model.npz is not the one that belongs to model.json" in told
        return
    whole = next(fit for fit in (first, second) if fit.n_answers == read.n_answers)
    assert np.array_equal(read.part_worths, whole.part_worths)


def test_a_changed_array_file_is_noticed(simulated: Path) -> None:
    folder = StudyFolder(simulated)
    folder.write_fit(estimate(folder.panel(), "pooled"))
    folder.fit()
    with (simulated / "model.npz").open("ab") as file:
        file.write(b"x")
    with pytest.raises(DataError, match=r"is not the one that belongs to model\.json\. Make it again"):
        folder.fit()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "manifest.json: this is not a JSON object."),
        ("{", "manifest.json: this is not a JSON object."),
        ("[" * 200_000, "manifest.json: this is not a JSON object."),
        ("\xff", "manifest.json: this is not a JSON object."),
        ('{"files": []}', "manifest.json: files: found []. Allowed: an object"),
        ('{"files": {"answers.csv": "abc"}}', 'manifest.json: files.answers.csv: found "abc".'),
        ('{"files": {"answers.csv": {"sha256": 3}}}', 'manifest.json: files.answers.csv: found {"sha256": 3}.'),
        ('{"synthetic": "yes"}', 'manifest.json: synthetic: found "yes". Allowed: true, false.'),
        ('{"study_hash": 3}', "manifest.json: study_hash: found 3. Allowed: a text."),
        ('{"fit_seed": "1"}', 'manifest.json: fit_seed: found "1". Allowed: a whole number, or null.'),
    ],
)
def test_a_manifest_of_another_shape_is_told(path: Path, text: str, message: str) -> None:
    (path / "answers.csv").write_text(ANSWERS)
    (path / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(DataError) as refused:
        StudyFolder(path).panel()
    assert str(refused.value).startswith(message)
    assert "Restore it, or remove it if the answers are real." in str(refused.value)


def test_a_study_that_changed_is_the_first_thing_told(simulated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (simulated / "study.yaml").write_text(STUDY.replace('key: "yes"', "key: agree"))
    with pytest.raises(DataError) as refused:
        StudyFolder(simulated).panel()
    first = str(refused.value.problems[0])
    assert first.startswith("study.yaml: the study has changed since answers.csv was written")
    assert len(refused.value.problems) > 1
    (simulated / "study.yaml").write_text(STUDY.replace("title: Parking", "title: To park"))
    assert run("check", simulated) == 0
    assert "study.yaml has changed since the scenarios and answers were written" in capsys.readouterr().err


def test_before_there_are_answers_only_what_scenarios_stand_on_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path
    (path / "study.yaml").write_text(STUDY)
    told = "study.yaml has changed since"
    assert run("design", path) == 0
    for text, changed in (
        (STUDY, False),
        (STUDY.replace("title: Parking", "title: To park") + "retention: P30M\n", False),
        (STUDY.replace("scenarios_per_participant: 4", "scenarios_per_participant: 3"), True),
    ):
        (path / "study.yaml").write_text(text)
        capsys.readouterr()
        run("check", path)
        assert (told in capsys.readouterr().err) == changed, text
    known = json.loads((path / "manifest.json").read_text())
    assert known["design_hash"] == design_hash(parse_study(STUDY))
    assert known["study_hash"] == study_hash(parse_study(STUDY))


def test_a_failed_write_changes_nothing_and_leaves_nothing(
    simulated: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import errno

    from collega.tables import whole

    before = everything(simulated)
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole.os, "fsync", full)
    assert run("simulate", simulated, "--participants", "5") == 2
    assert f"{simulated / 'participants.csv'}: the disk is full" in capsys.readouterr().err
    assert everything(simulated) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "answers.csv"], "would overwrite the study itself"),
        (["-o", "Study.yaml"], "would overwrite the study itself"),
        (["-o", "mine.txt"], "the extension is '.txt'. Allowed: .pdf. Name the file mine.pdf."),
        (["-o", "mine"], "the file name has no extension. Allowed: .pdf."),
        (["--register", "model.json"], "would overwrite the study itself"),
        (["--register", "entry.txt"], "the extension is '.txt'. Allowed: .json."),
    ],
)
def test_a_report_never_overwrites_the_study(
    simulated: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    StudyFolder(simulated).write_fit(estimate(StudyFolder(simulated).panel(), "pooled"))
    before = everything(simulated)
    assert run("report", simulated, words[0], simulated / words[1]) == 2
    assert message in capsys.readouterr().err
    assert everything(simulated) == before


def test_a_folder_where_a_file_belongs_is_told_plainly(simulated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (simulated / "out.csv").mkdir()
    StudyFolder(simulated).write_fit(estimate(StudyFolder(simulated).panel(), "pooled"))
    (simulated / "r.pdf").mkdir()
    assert run("report", simulated, "-o", simulated / "r.pdf") == 2
    assert f"{simulated / 'r.pdf'}: this is a folder, and a file belongs here." in capsys.readouterr().err


def test_the_definition_is_read_once(simulated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import collega.folder as module

    module._parsed.cache_clear()
    read: list[str] = []
    wrapped = module.read_study
    monkeypatch.setattr(module, "read_study", lambda raw, *, file: read.append(file) or wrapped(raw, file=file))
    folder = StudyFolder(simulated)
    folder.study()
    folder.design()
    folder.panel()
    assert len(read) == 1
    (simulated / "study.yaml").write_text(STUDY.replace("Parking", "Packing"))
    assert folder.study().title.en == "Packing"


def test_a_new_design_of_our_own_is_made_again(path: Path) -> None:
    (path / "scenarios.csv").unlink()
    folder = StudyFolder(path)
    for seed in (1, 2):
        folder.write_design(folder.study(), compose(folder.study(), seed=seed), seed=seed)


@pytest.mark.parametrize("part", ["study", "design", "panel", "fit"])
def test_a_file_in_the_place_of_the_folder_is_told_first(tmp_path: Path, part: str) -> None:
    (tmp_path / "answers.csv").write_text("participant,scenario,answer\n")
    with pytest.raises(StudyError, match=r"answers\.csv: this is a file, and a folder belongs here"):
        getattr(StudyFolder(tmp_path / "answers.csv"), part)()
    with pytest.raises(StudyError, match=r"nowhere: there is no study\.yaml in this folder\. Make one"):
        getattr(StudyFolder(tmp_path / "nowhere"), part)()
