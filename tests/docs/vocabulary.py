"""How many names in the code are bare participles or function words, which say nothing of what they hold."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

BARE = frozenset(
    ["told", "said", "found", "each", "own", "at", "of", "shown", "kept", "given", "made", "asked", "known", "seen", "taken", "left", "done", "some", "one", "other", "both", "whole", "all", "any", "as", "by", "to", "on", "in", "for", "from", "into", "with", "without", "before", "after", "like", "more", "most", "less", "few", "many", "much", "now", "then", "there", "here", "same", "such", "what", "which", "who", "whose", "when", "where", "why", "how", "so", "too", "very", "only", "just", "also", "again", "once", "still", "yet", "not", "none", "got", "gone", "come", "brought", "sent", "put", "set", "used", "drawn", "written", "added", "gained", "wanted", "needed", "called", "named", "held", "meant"]
)  # fmt: skip


def names_in(source: str) -> Iterator[str]:
    """Yield every name that a source file gives: to a function, class, argument or variable, once for each scope."""
    tree = ast.parse(source)
    for scope in ast.walk(tree):
        if isinstance(scope, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from dict.fromkeys(_given(scope))


def _given(scope: ast.AST) -> Iterator[str]:
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        arguments = scope.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            yield argument.arg
    for node in _inside(scope):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a scope, and not in a scope within it."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _inside(node)


def bare_share(files: Iterable[Path]) -> tuple[float, Counter[str]]:
    """Return the share of names that are bare, 0..1, and how often each of these stands there; modules count too."""
    names: Counter[str] = Counter()
    for file in files:
        names.update(name.strip("_") for name in (file.stem, *names_in(file.read_text())))
    bare = Counter({name: count for name, count in names.items() if name in BARE})
    return bare.total() / max(names.total(), 1), bare
