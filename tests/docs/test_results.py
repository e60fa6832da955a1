"""Numbers in the documents are those of the results that ``python -m benchmarks`` wrote.

A comment above a table says where its numbers come from: ``lines of FILE`` where its rows stand there as they are,
``numbers of FILE`` where every cell with a digit does, with or without its standard error, ``log losses of FILE`` where
it has a row for each predictor of the leaderboard and a column for each panel.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MARKED = re.compile(r"<!-- (lines|numbers|log losses) of (benchmarks/results/\S+) -->\n((?:\|[^\n]*\n)+)")
DOCUMENTS = sorted((ROOT / "docs").rglob("*.md"))
TABLES = [
    (document.name, kind, file, table)
    for document in DOCUMENTS
    for kind, file, table in MARKED.findall(document.read_text(encoding="utf-8"))
]


def cells(line: str) -> list[str]:
    return [cell.strip().strip("*").replace("−", "-").replace("**", "") for cell in line.strip().strip("|").split("|")]


def rows(table: str) -> list[list[str]]:
    """Return the header and the rows of a table, without the line between them."""
    header, _, *others = table.strip().splitlines()
    return [cells(line) for line in (header, *others)]


def of_kind(*kinds: str) -> list[object]:
    found = [(name, file, table) for name, kind, file, table in TABLES if kind in kinds]
    return [pytest.param(file, table, id=f"{name}-{place}") for place, (name, file, table) in enumerate(found)]


def test_the_documents_have_such_tables() -> None:
    assert {kind for _, kind, _, _ in TABLES} == {"lines", "numbers", "log losses"}
    assert len(TABLES) >= 7


@pytest.mark.parametrize(("file", "table"), of_kind("lines"))
def test_rows_stand_in_the_results_as_they_are(file: str, table: str) -> None:
    known = [cells(line) for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    for row in rows(table):
        assert row in known, row


@pytest.mark.parametrize(("file", "table"), of_kind("numbers"))
def test_every_number_stands_in_the_results(file: str, table: str) -> None:
    known = {cell for line in (ROOT / file).read_text(encoding="utf-8").splitlines() for cell in cells(line)}
    known |= {re.sub(r" \([\d.]+\)$", "", cell) for cell in known}  # without its standard error
    for _, *values in rows(table)[1:]:
        for value in values:
            for part in value.split(", "):
                assert not re.search(r"\d", part) or part in known, part


@pytest.mark.parametrize(("file", "table"), of_kind("log losses"))
def test_log_losses_are_those_of_the_leaderboard(file: str, table: str) -> None:
    """A cell has the loss, and in brackets how many folds were predicted where it was not all five."""
    expected: dict[tuple[str, str], str] = {}
    for part in (ROOT / file).read_text(encoding="utf-8").split("\n## ")[1:]:
        panel, _, _ = part.partition(": ")
        found = [cells(line) for line in part.splitlines() if line.startswith("|")][2:]
        expected |= {(name, panel): loss if folds == "5" else f"{loss} ({folds})" for name, folds, loss, *_ in found}
    (_, *panels), *others = rows(table)
    told = {(row[0], panel): value for row in others for panel, value in zip(panels, row[1:], strict=True) if value}
    assert told == {key: value for key, value in expected.items() if key[1] in panels}
