"""The demonstration makes everything, says that it is synthetic, and can be made anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collega.cli import main


@pytest.mark.slow
def test_demo_makes_the_whole_chain_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):
        with pytest.raises(SystemExit) as stopped:
            main(["demo", "--folder", str(folder)])
        assert stopped.value.code == 0
    printed = capsys.readouterr()
    assert "SYNTHETIC" in printed.out
    assert "Importance" in printed.out
    assert "50 simulated professionals" in printed.out or "50 gesimuleerde professionals" in printed.out
    assert (folder / "report-nl.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((folder / "manifest.json").read_text())["synthetic"] is True


def test_demo_refuses_a_folder_with_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", str(tmp_path / "mine"), "--template", "blank"])
    with pytest.raises(SystemExit) as stopped:
        main(["demo", "--folder", str(tmp_path / "mine")])
    assert stopped.value.code == 2
    assert "this folder holds another study, or real answers" in capsys.readouterr().err
