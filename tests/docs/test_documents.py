"""Every document with commands or Python in it is run from top to bottom, in an empty folder."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from collega.cli import main

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(bash|python|yaml|csv)[ ]*([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN = ["docs/tutorial/command-line.md", "docs/tutorial/notebook.md", "README.md"]
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

    from collega.cli.app import app

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
