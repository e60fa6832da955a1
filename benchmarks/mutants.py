"""How many small faults the tests notice: random lines are changed one by one, and the tests of their own room are run.

    python -m benchmarks.mutants --lines 100 --seed 1

Every change is one that a person could make: another comparison, sign, number or condition. It is made in a copy of the
source, so nothing here changes. The tests of the room of the changed file are run until one fails, those that name the
file first; kernels of a changed file are interpreted. What is counted: noticed, survived, and not decided within the
time. A survivor that changes nothing that anybody can see (a faster path, a tighter bound) has to be judged by hand;
the others get the test that they lack.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TESTS = ROOT / "src" / "collega", ROOT / "tests"
ROOMS = ("study", "design", "mapping", "tables", "panel", "model", "insight", "colleague", "findings", "figures",
         "signs", "web")  # fmt: skip
NOT_CODE = ("migrations", "locale", "templates", "static", "settings.py", "urls.py")
COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="), ast.In: (" in ", " not in "), ast.NotIn: (" not in ", " in "),
    ast.Is: (" is ", " is not "), ast.IsNot: (" is not ", " is "),
}  # fmt: skip
SIGNS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change: in ``file`` (below ``src/collega``), on ``line``, characters ``start`` to ``end`` become ``text``."""

    file: str
    line: int
    start: int
    end: int
    text: str

    @property
    def room(self) -> str:
        """The folder of tests that must notice it."""
        parts = Path(self.file).parts
        inner = TESTS / "web" / parts[1] if parts[0] == "web" and len(parts) > 2 else TESTS / parts[0]
        return (inner if inner.is_dir() else TESTS / parts[0]).relative_to(ROOT).as_posix()

    def apply(self, source: str) -> str:
        """Return the file with the change in it."""
        lines = source.splitlines(keepends=True)
        old = lines[self.line - 1].encode()
        lines[self.line - 1] = (old[: self.start] + self.text.encode() + old[self.end :]).decode()
        return "".join(lines)

    def shown(self, source: str) -> str:
        """Return the line before and after."""
        changed = self.apply(source).splitlines()[self.line - 1].strip()
        return f"{self.file}:{self.line}\n    - {source.splitlines()[self.line - 1].strip()}\n    + {changed}"


def mutants_of(file: str, source: str) -> Iterator[Mutant]:
    """Yield every change that can be made to a file."""
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                yield from _inside(file, source, statement)


def _inside(file: str, source: str, node: ast.AST) -> Iterator[Mutant]:
    if isinstance(node, ast.Raise | ast.FunctionDef | ast.ClassDef | ast.JoinedStr):
        return  # words of a refusal; and what is inside a function of its own is found there
    if isinstance(node, ast.AnnAssign):
        if node.value is not None:
            yield from _inside(file, source, node.value)
        return
    yield from _changes(file, source, node)
    for child in ast.iter_child_nodes(node):
        yield from _inside(file, source, child)


def _changes(file: str, source: str, node: ast.AST) -> Iterator[Mutant]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield from _between(file, source, left, right, COMPARISONS[type(op)])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            yield from _between(file, source, left, right, SIGNS[type(op)])
        case ast.BoolOp(op=op, values=[left, right]):
            words = (" and ", " or ")
            yield from _between(file, source, left, right, words if isinstance(op, ast.And) else words[::-1])
        case ast.UnaryOp(op=ast.Not(), operand=operand) if operand.lineno == node.lineno:
            yield Mutant(file=file, line=node.lineno, start=node.col_offset, end=operand.col_offset, text="")
        case ast.Constant(value=bool() as value):
            yield _whole(file, node, str(not value))
        case ast.Constant(value=int() | float() as value):
            yield _whole(file, node, repr(value + 1))
        case ast.If(test=test) | ast.IfExp(test=test) if test.lineno == test.end_lineno:
            yield Mutant(file=file, line=test.lineno, start=test.col_offset, end=test.col_offset, text="not ")


def _whole(file: str, node: ast.expr, text: str) -> Mutant:
    return Mutant(file=file, line=node.lineno, start=node.col_offset, end=node.end_col_offset or 0, text=text)


def _between(file: str, source: str, left: ast.expr, right: ast.expr, words: tuple[str, str]) -> Iterator[Mutant]:
    """Yield the change of what stands between two expressions of one line."""
    if left.end_lineno != right.lineno or left.end_col_offset is None:
        return
    between = source.splitlines()[right.lineno - 1].encode()[left.end_col_offset : right.col_offset].decode()
    if between.count(words[0]) == 1:
        start, end = left.end_col_offset, right.col_offset
        yield Mutant(file=file, line=right.lineno, start=start, end=end, text=between.replace(*words))


def chosen(lines: int, seed: int, rooms: tuple[str, ...]) -> list[Mutant]:
    """Return one random change of each of so many random lines."""
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for path in sorted(path for room in rooms for path in (SOURCE / room).rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        if not any(part in file for part in NOT_CODE):
            for mutant in mutants_of(file, path.read_text()):
                by_line.setdefault((mutant.file, mutant.line), []).append(mutant)
    chance = random.Random(seed)
    return [chance.choice(by_line[place]) for place in chance.sample(sorted(by_line), lines)]


def tests_of(mutant: Mutant) -> list[str]:
    """Return the files of tests of a room, those first that name the changed file.

    A file of the site that is in no slice has no folder of tests: then those that name it are its room.
    """
    files = sorted((ROOT / mutant.room).rglob("test_*.py"))
    named = mutant.file.removesuffix(".py").replace("/", ".")
    stem = Path(mutant.file).stem

    def far(path: Path) -> int:
        text = path.read_text()
        return 0 if f"collega.{named}" in text or path.stem == f"test_{stem}" else 1 if stem in text else 2

    if mutant.room == "tests/web":
        files = [path for path in files if far(path) < 2 and "journeys" not in path.parts]
    return [path.relative_to(ROOT).as_posix() for path in sorted(files, key=far)]


def noticed(mutant: Mutant, copy: Path, seconds: float) -> bool | None:
    """Run the tests of the room on a changed copy; None where that took longer than allowed."""
    path = copy / "src" / "collega" / mutant.file
    before, times = path.read_text(), path.stat()
    kernels = "njit" in before
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment |= {"NUMBA_DISABLE_JIT": "1"} if kernels else {}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests_of(mutant)]
    path.write_text(mutant.apply(before))
    try:
        run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    finally:
        path.write_text(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    return run.returncode != 0


def main() -> None:
    """Change lines, run tests, and print what was noticed and what survived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lines", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=900.0, help="longest time for one change")
    parser.add_argument("--rooms", default=",".join(ROOMS))
    given = parser.parse_args()
    found: dict[bool | None, list[Mutant]] = {True: [], False: [], None: []}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("src", "tests", "docs", "examples", "benchmarks", "setup"):
            shutil.copytree(ROOT / name, copy / name, symlinks=True)
        for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "requirements.lock", "Makefile"):
            shutil.copy2(ROOT / name, copy / name)
        for mutant in chosen(given.lines, given.seed, tuple(given.rooms.split(","))):
            began = time.monotonic()
            found[noticed(mutant, copy, given.seconds)].append(mutant)
            fate = next(name for name, key in _FATES.items() if mutant in found[key])
            print(f"{fate} after {time.monotonic() - began:.0f} s: {mutant.file}:{mutant.line}", flush=True)
    _report(found)


_FATES = {"noticed": True, "survived": False, "undecided": None}


def _report(found: dict[bool | None, list[Mutant]]) -> None:
    decided = len(found[True]) + len(found[False])
    share = f" ({len(found[True]) / decided:.0%} of what was decided)" if decided else ""
    print(f"\n{len(found[True])} noticed{share}, {len(found[False])} survived, {len(found[None])} undecided.")
    for name, key in (("Survived", False), ("Undecided", None)):
        for mutant in found[key]:
            print(f"\n{name}: {mutant.shown((SOURCE / mutant.file).read_text())}")


if __name__ == "__main__":
    main()
