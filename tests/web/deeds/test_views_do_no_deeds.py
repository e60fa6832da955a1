"""Pages read a form, call a deed and answer: none writes the audit trail or changes what a study is by itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import collega.web

WEB = Path(collega.web.__file__).parent
PAGES = ("workbench", "results", "survey", "cases", "professionals")
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "delete"}
# What participants and readers write is theirs, not the study's: their interview, its answers, a consultation.
THEIRS = {"survey/answering.py", "survey/assignment.py", "survey/before.py", "survey/getting_in.py", "survey/judging.py",
          "survey/visit.py", "survey/optout.py", "results/colleague.py"}  # fmt: skip
LOGGING = {
    "accounts/invite.py",
    "accounts/signon/granting.py",
    "jobs/tick.py",
    "records/trail.py",
    "records/models.py",
}  # but for the deeds


def modules(*rooms):
    return sorted(path for room in rooms for path in (WEB / room).rglob("*.py"))


def name_of(path):
    return path.relative_to(WEB).as_posix()


def imported(tree):
    """(module, name) of everything that a module imports from another."""
    return {(node.module, alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
            for alias in node.names}  # fmt: skip


def writes(tree):
    """The methods called that write a row; ``update`` where it is called on a query, not on a dictionary."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            query = "objects" in ast.dump(node.func.value) or "attr='filter'" in ast.dump(node.func.value)
            if node.func.attr in WRITES or (node.func.attr == "update" and query):
                yield f"line {node.lineno}: {node.func.attr}"


@pytest.mark.parametrize("path", modules(*PAGES), ids=name_of)
def test_no_page_changes_a_study_by_itself(path):
    tree = ast.parse(path.read_text())
    if name_of(path) not in THEIRS:
        assert not list(writes(tree))
    assert not any(name in ("Study", "StoredFit", "Role") for name in saved_models(tree))


def saved_models(tree):
    """The models on whose rows a module calls a manager's ``create`` or ``update``."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {*WRITES, "update"}
        ):
            yield from (inner.id for inner in ast.walk(node.func) if isinstance(inner, ast.Name))


def test_the_trail_is_written_by_deeds():
    writers = {name_of(path) for path in WEB.rglob("*.py")
               if any(name == "log" and "records" in (module or "") for module, name in imported(ast.parse(path.read_text())))
               or "Event.objects.create" in path.read_text()}  # fmt: skip
    assert {each for each in writers if not each.startswith("deeds/")} == LOGGING


@pytest.mark.parametrize("line", [
    "study.save()", "Study.objects.create(key='x')", "study.fits.filter(pk=1).update(published=True)",
    "study.notes.all().delete()", "Role.objects.filter(pk=1).update(kind='owner')"])  # fmt: skip
def test_what_a_page_may_not_do_is_noticed(line):
    assert list(writes(ast.parse(line)))
