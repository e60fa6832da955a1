"""The tables about security cite every requirement once, and lead to tests and files that are there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STANDARDS, THREATS = (ROOT / "docs/reference" / name for name in ("standards.md", "threat-model.md"))
# How many requirements of level 1 and 2 each section of ASVS 5.0.0 has: they are numbered from 1, those of level 3 after them.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2,
    "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
STATES = {"met", "met in part", "not met", "operator", "does not apply"}


def rows(page: Path) -> list[list[str]]:
    """Return the cells of every line of every table."""
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def numbers(cell: str) -> list[str]:
    """Return the numbers of a cell, ranges written out."""
    found = []
    for part in cell.split(", "):
        first, _, last = part.partition("-")
        section, start = first.rsplit(".", 1)
        assert not last or last.rsplit(".", 1)[0] == section, part
        found += [f"{section}.{n}" for n in range(int(start), int((last or first).rsplit(".", 1)[1]) + 1)]
    return found


def test_every_requirement_of_level_two_has_one_state() -> None:
    lines = [row for row in rows(STANDARDS) if len(row) == 3 and row[0][:1].isdecimal()]
    cited = Counter(number for row in lines for number in numbers(row[0]))
    wanted = {f"{section}.{n}" for section, many in SECTIONS.items() for n in range(1, many + 1)}
    assert len(wanted) == 253
    assert set(cited) == wanted
    assert set(cited.values()) == {1}
    assert {row[1] for row in lines} == STATES


@pytest.mark.parametrize("page", [STANDARDS, THREATS])
def test_tests_and_files_that_are_named_are_there(page: Path) -> None:
    named = re.findall(r"`((?:src|tests|docs|benchmarks)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_threat_has_what_is_done_and_a_test() -> None:
    threats = [row for row in rows(THREATS) if row[0] != "threat"]
    assert len(threats) > 25
    assert all(len(row) == 4 and row[1] and "`" in row[2] for row in threats)
