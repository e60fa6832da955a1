"""The demonstration makes everything, says that it is synthetic, and can be made anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collega.cli import demo, main
from collega.errors import DataError
from collega.folder import StudyFolder
from collega.study import template_text


@pytest.mark.slow
def test_demo_makes_the_whole_chain_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):
        with pytest.raises(SystemExit) as stopped:
            main(["demo", "--folder", str(folder)])
        assert stopped.value.code == 0
    printed = capsys.readouterr()
    assert "SYNTHETIC" in printed.out
    assert "How heavily each criterion weighs" in printed.out
    assert "50 simulated professionals" in printed.out or "50 gesimuleerde professionals" in printed.out
    assert (folder / "report-nl.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((folder / "manifest.json").read_text())["synthetic"] is True


def test_demo_refuses_a_folder_with_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", str(tmp_path / "mine"), "--template", "blank"])
    with pytest.raises(SystemExit) as stopped:
        main(["demo", "--folder", str(tmp_path / "mine")])
    assert stopped.value.code == 2
    assert "this folder holds another study; nothing was written" in capsys.readouterr().err


def test_a_demonstration_of_an_earlier_version_is_made_anew(tmp_path: Path) -> None:
    folder = StudyFolder(tmp_path)
    text = template_text("avg-data-sharing")
    folder.create(text.replace("minimum_group: 5", "minimum_group: 4\nlong_ago: true"))
    demo._start(tmp_path)
    assert (tmp_path / "study.yaml").read_text(encoding="utf-8") == text


def test_a_demonstration_that_somebody_changed_is_kept(tmp_path: Path) -> None:
    StudyFolder(tmp_path).create(template_text("avg-data-sharing"))
    changed = template_text("avg-data-sharing").replace("minimum_group: 5", "minimum_group: 9")
    (tmp_path / "study.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(DataError, match="somebody has changed its study; nothing was written"):
        demo._start(tmp_path)
    assert (tmp_path / "study.yaml").read_text(encoding="utf-8") == changed


@pytest.mark.parametrize("there", [False, True])
def test_a_website_that_is_there_stays_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(demo, "_run", lambda *_, **__: None)
    monkeypatch.setattr(demo, "start_site", lambda arguments: started.append(arguments) or 0)
    if there:
        (tmp_path / "demo" / "site").mkdir(parents=True)
    with pytest.raises(SystemExit):
        main(["demo", "--folder", str(tmp_path / "demo"), "--site"])
    printed = capsys.readouterr()
    assert ("stays as it was. Delete that folder" in printed.out + printed.err) is there
    assert started == [["--demo", str(tmp_path / "demo"), "--port", "8000"]]
