"""Small inputs as real files and public reports have them: each folder says what is right, and is tried here.

A folder holds a study folder's files and ``expected.yaml``: what is right in one sentence, the commands, what each
prints (``out``, ``err``, or ``said`` on either; ``lacks`` on neither), and what the files hold afterwards (``null``: no
such file). ``s`` is a copy of the folder.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.running import run

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.yaml"))


def cases() -> list[Any]:
    """Return a case per folder; one that is not right yet is marked, and fails as soon as it is right."""
    found = []
    for folder in FOLDERS:
        expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
        marks = [pytest.mark.xfail(reason="not right yet", strict=True)] if expected.get("mends") else []
        found.append(pytest.param(folder, expected, id=folder.name, marks=marks))
    return found


@pytest.mark.parametrize(("folder", "expected"), cases())
def test_case_is_right(
    folder: Path,
    expected: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    study = shutil.copytree(folder, tmp_path / "s", ignore=shutil.ignore_patterns("expected.yaml"))
    monkeypatch.chdir(tmp_path)
    for step in expected["steps"]:
        code, out, err = run(capsys, *shlex.split(step["run"])[1:])
        printed = f"{step['run']}\n{out}\n{err}"
        assert code == step.get("exit", 0), printed
        assert "Traceback" not in printed
        for words, where in (("out", out), ("err", err), ("said", out + err)):
            for text in step.get(words, ()):
                assert text in where, f"no {text!r} in:\n{printed}"
        for text in step.get("lacks", ()):
            assert text not in out + err, f"{text!r} in:\n{printed}"
    for name, content in expected.get("files", {}).items():
        check_file(study / name, content)


def check_file(path: Path, content: dict[str, Any] | None) -> None:
    """Check the number of rows under the header, and what stands in a file and what does not."""
    assert path.exists() == (content is not None), path.name
    if not content:
        return
    text = path.read_text(encoding="utf-8")
    if "rows" in content:
        assert len(text.splitlines()) - 1 == content["rows"]
    for part in content.get("has", ()):
        assert part in text, f"no {part!r} in:\n{text}"
    for part in content.get("lacks", ()):
        assert part not in text


def test_there_is_a_folder_for_every_case() -> None:
    assert len(FOLDERS) >= 78
    assert all(folder.name[:3].isdigit() for folder in FOLDERS)
