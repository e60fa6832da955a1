"""An assert may be left out (``python -O``), so it does nothing but look."""

from __future__ import annotations

import ast
from pathlib import Path

import collega

LOOKS = {"isinstance", "len", "set", "all", "any"}


def doers(source: str) -> list[str]:
    """Return the asserts that call anything but what only looks."""
    return [
        ast.unparse(node.test)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assert)
        and any(isinstance(n, ast.Call) and ast.unparse(n.func) not in LOOKS for n in ast.walk(node.test))
    ]


def test_no_assert_of_the_product_does_anything() -> None:
    files = list(Path(collega.__file__).parent.rglob("*.py"))
    assert len(files) > 200
    assert {path.name: found for path in files if (found := doers(path.read_text(encoding="utf-8")))} == {}


def test_an_assert_that_does_something_is_noticed() -> None:
    assert doers("assert not list(draw())") == ["not list(draw())"]
    assert doers("assert len(x) > 0 and x is not None") == []
