"""Where texts come from: four kinds of catalogue, and no more places that choose a language by themselves."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import collega

SOURCE = Path(collega.__file__).parent
ARCHITECTURE = (SOURCE.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
ENGINE = [path for path in sorted(SOURCE.rglob("*.py")) if path.relative_to(SOURCE).parts[0] not in {"web", "cli"}]


def choices(source: str) -> int:
    """Count what chooses between Dutch and English in the code: dictionaries by language, and comparisons with one."""
    count = 0
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            count += any(isinstance(key, ast.Constant) and key.value == "nl" for key in node.keys)
        elif isinstance(node, ast.Compare):
            count += any(isinstance(each, ast.Constant) and each.value in ("nl", "en") for each in node.comparators)
    return count


def test_there_are_fewer_choices_of_language_in_the_code_than_there_were() -> None:
    before = re.search(r"below the (\d+) that there were", ARCHITECTURE)
    assert before is not None
    assert sum(choices(path.read_text()) for path in ENGINE) < int(before.group(1))


def test_the_engine_takes_no_sentence_apart() -> None:
    """Before there were messages, 484 patterns did: a module of the engine with many patterns of words is that again."""
    for path in ENGINE:
        patterns = re.findall(r"re\.compile\(r?f?\"[^\"]*\b(?:the|of|is|was|were|cannot)\b [^\"]*\"", path.read_text())
        assert len(patterns) < 3, path


def test_what_counts_as_a_choice() -> None:
    assert (
        choices('x = {"nl": "ja", "en": "yes"}[language]\ny = "ja" if language == "nl" else "yes"\nz = {"a": 1}') == 2
    )
