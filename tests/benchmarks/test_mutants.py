"""The script that changes lines: what it changes, what it leaves alone, and which tests it asks."""

from __future__ import annotations

import ast

import pytest

from benchmarks.mutants import ROOMS, ROOT, Mutant, asked_tests, chosen, mutants_of


@pytest.mark.parametrize(("line", "changed"), [
    ("return a < b", {"return a <= b"}), ("return a is None", {"return a is not None"}),
    ("return a + b", {"return a - b"}), ("return a and b", {"return a or b"}), ("return not a", {"return a"}),
    ("return not (a and b)", {"return (a and b)", "return not (a or b)"}),
    ("return f(True)", {"return f(False)"}), ("return 2.5", {"return 3.5"}),
    ("return 'é' if a else b", {"return 'é' if not a else b"}),
])  # fmt: skip
def test_what_is_changed(line: str, changed: set[str]) -> None:
    source = f"def f(a, b):\n    {line}\n"
    found = {mutant.apply(source).splitlines()[1].strip() for mutant in mutants_of("x.py", source)}
    assert found == changed
    for text in found:
        ast.parse(f"def f(a, b):\n    {text}\n")


def test_words_of_refusals_annotations_and_what_is_outside_functions_stay() -> None:
    source = 'LIMIT = 3\n\n\ndef f(a: "Literal[1, 2]" = 4):\n    """At least 1."""\n    raise ValueError(f"{a + 1}")\n'
    assert not list(mutants_of("x.py", source))


def test_the_same_seed_changes_the_same_lines_each_once() -> None:
    some = chosen(40, 7, ROOMS)
    assert some == chosen(40, 7, ROOMS)
    assert some != chosen(40, 8, ROOMS)
    assert len({(mutant.file, mutant.line) for mutant in some}) == 40
    for mutant in some:
        source = (ROOT / "src" / "collega" / mutant.file).read_text()
        assert mutant.apply(source) != source
        ast.parse(mutant.apply(source))


@pytest.mark.parametrize(("file", "room", "first"), [
    ("insight/importance.py", "tests/insight", "tests/insight/"),
    ("web/survey/answering.py", "tests/web/survey", "tests/web/survey/"),
    ("web/limits.py", "tests/web", "tests/web/test_limits.py"),
])  # fmt: skip
def test_a_room_is_asked_with_the_tests_of_the_file_first(file: str, room: str, first: str) -> None:
    mutant = Mutant(file=file, line=1, start=0, end=0, text="")
    asked = asked_tests(mutant)
    assert mutant.room == room
    assert any(name.startswith(first) for name in asked[:6])
    assert all(name.startswith("tests/") for name in asked)
