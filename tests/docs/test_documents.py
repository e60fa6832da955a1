"""Every document with commands or Python in it is run from top to bottom, in an empty folder."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from collega.cli import main

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(bash|python|yaml|csv|json)[ ]*([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN = [
    "docs/gallery.md",
    "docs/tutorial/command-line.md",
    "docs/tutorial/notebook.md",
    "docs/reference/json.md",
    "README.md",
]
RUN += sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "how-to").glob("*.md"))


def collega(line: str) -> None:
    """Run one command line of a document as its reader would."""
    words = shlex.split(line, comments=True)
    if not words:
        return
    if words[0] != "collega":
        subprocess.run(line, shell=True, check=True)
        return
    with pytest.raises(SystemExit) as stopped:
        main(words[1:])
    assert stopped.value.code == 0, line


@pytest.mark.slow
@pytest.mark.parametrize("document", RUN)
def test_document_runs(document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["collega"])
    shutil.copytree(ROOT / "examples", tmp_path / "examples", dirs_exist_ok=True)
    names: dict[str, object] = {}
    for language, note, text in BLOCK.findall((ROOT / document).read_text(encoding="utf-8")):
        if "not run" in note:
            continue
        if language == "bash":
            for line in text.replace("\\\n", " ").splitlines():
                collega(line)
        elif language == "python":
            exec(compile(text, document, "exec"), names)
        elif note:
            (tmp_path / note).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / note).write_text(text, encoding="utf-8")


def test_every_command_and_option_is_in_the_reference() -> None:
    import typer

    from collega.cli.app import app, register

    register()
    reference = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    command = typer.main.get_command(app)
    for name, sub in command.commands.items():  # type: ignore[attr-defined]
        assert f"## `collega {name}`" in reference, name
        for parameter in sub.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert f"`{option}" in reference, f"{name} {option}"


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (document.parent / target).exists(), f"{document.relative_to(ROOT)}: {target}"


def test_every_key_of_json_is_in_the_reference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    folder = str(tmp_path / "wine")
    shutil.copytree(ROOT / "examples" / "wine", folder)
    files = {name: f"{folder}/{name}" for name in ("ratings.csv", "scenarios.csv", "mapping.yaml")}
    commands = [
        ["import", folder, "--answers", files["ratings.csv"], "--scenarios", files["scenarios.csv"], "--map",
         files["mapping.yaml"]],
        ["check", folder],
        ["fit", folder, "--model", "mixed", "--coding", "treatment"],
        ["insights", folder],
        ["ask", folder],
        ["export", folder, "--to", f"{folder}/out.csv"],
        ["new", str(tmp_path / "new")],
        ["design", str(tmp_path / "new")],
        ["check", str(tmp_path / "nothing")],
    ]  # fmt: skip
    own = set()
    for words in commands:
        if words[0] == "import":
            Path(folder, "scenarios.csv").rename(f"{folder}/theirs.csv")
            words[words.index("--scenarios") + 1] = f"{folder}/theirs.csv"
        with pytest.raises(SystemExit):
            main([*words, "--json"])
        told = json.loads(capsys.readouterr().out)
        own |= set(told) | {key for value in told.values() for key in _keys_of_rows(value)}
    own |= {"changes", "same_answer_again"}
    assert sorted(key for key in own if f"`{key}`" not in reference) == []


def _keys_of_rows(value: object) -> set[str]:
    return set(value[0]) if isinstance(value, list) and value and isinstance(value[0], dict) else set()
