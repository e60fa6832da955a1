"""Run what a page says while the page is built, and show under every step what appears.

Of ``RUN`` pages the commands are run and their output is shown; of ``DRAWN`` pages the Python is, and a block that
makes a ``figure`` gets its picture. Links to files beside ``docs/`` become their names.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BLOCK = re.compile(r"^```(bash|python|yaml|csv|json)[ ]*([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OUTSIDE = re.compile(r"\[([^\]]*)\]\(\.\./\.\./([^)#]*)[^)]*\)")
RUN, DRAWN = {"tutorial/command-line"}, {"gallery"}
PICTURES = HERE / "_drawn"


def run_page(_app: object, page: str, source: list[str]) -> None:
    """Add the output to a page: Sphinx calls this with its name, and its text in a list of one."""
    source[0] = OUTSIDE.sub(r"\1 (`\2`)", source[0])
    if page in RUN:
        with tempfile.TemporaryDirectory() as place:
            shutil.copytree(HERE.parent / "examples", Path(place) / "examples")
            source[0] = BLOCK.sub(lambda block: block.group(0) + _output(block, Path(place)), source[0])
    if page in DRAWN:
        PICTURES.mkdir(exist_ok=True)
        names: dict[str, object] = {}
        source[0] = BLOCK.sub(lambda block: block.group(0) + _picture(block, names), source[0])


def _output(block: re.Match[str], place: Path) -> str:
    """Run a block of commands, or write the file that a block is."""
    language, note, text = block.groups()
    if language != "bash" or "not run" in note:
        if note and "not run" not in note:
            (place / note).parent.mkdir(parents=True, exist_ok=True)
            (place / note).write_text(text, encoding="utf-8")
        return ""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", text], cwd=place, env=os.environ | {"PATH": path, "COLUMNS": "100"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{text}\n{done.stderr}")
    return f"\n\nThen this appears:\n\n```text\n{done.stdout.rstrip()}\n```\n" if done.stdout.strip() else ""


def _picture(block: re.Match[str], names: dict[str, object]) -> str:
    """Run a block of Python, and save the figure that it made."""
    names.pop("figure", None)
    exec(compile(block.group(3), "gallery", "exec"), names)
    figure = names.get("figure")
    if figure is None:
        return ""
    name = re.findall(r"figures\.(\w+)", block.group(3))[0] + ".svg"
    (PICTURES / name).write_text(figure.svg(), encoding="utf-8")  # type: ignore[attr-defined]
    return f"\n\n![{figure.alt}](_drawn/{name})\n"  # type: ignore[attr-defined]
