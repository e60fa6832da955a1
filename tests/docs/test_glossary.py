"""The glossary names what is there, in the code and on screen."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest

import collega

ROOT = Path(collega.__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "in the code" not in line
]
NAMES = re.compile(r"`(collega[\w.]+)`")


def there(name: str) -> bool:
    """Whether a dotted name is a module, something in it, or a field of that."""
    parts = name.split(".")
    found: Any = importlib.import_module("collega")
    for at, part in enumerate(parts[1:], start=2):
        try:
            found = importlib.import_module(".".join(parts[:at]))
        except ModuleNotFoundError:
            if not hasattr(found, part):
                return any(part in getattr(base, "__annotations__", {}) for base in getattr(found, "__mro__", ()))
            found = getattr(found, part)
    return True


@pytest.fixture(scope="session")
def dutch() -> str:
    """All texts that a Dutch reader can meet, in small letters."""
    source = ROOT / "src" / "collega"
    kinds = ("nl/LC_MESSAGES/*.po", "messages/nl/*.ftl", "texts/nl.yaml", "texts/register.yaml")
    files = [path for kind in kinds for path in source.rglob(kind)]
    assert len(files) > 6
    return " ".join(path.read_text(encoding="utf-8").lower().replace("’", "'") for path in files)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_word_is_there(row: list[str], dutch: str) -> None:
    _, meaning, words, code = row
    assert meaning
    names = NAMES.findall(code)
    assert names
    assert [name for name in names if not there(name)] == []
    assert [word for word in words.split(", ") if word != "–" and word.lower() not in dutch] == []


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert not there("collega.study.Study.nothing")
    assert not there("collega.nothing")


def test_every_word_stands_there_once() -> None:
    words = [word for row in ROWS for word in row[0].split(", ")]
    assert len(words) == len(set(words)) > 40
