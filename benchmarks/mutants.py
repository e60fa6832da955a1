"""How many small faults the tests notice: random lines are changed one by one, and the tests of their own room are run.

    python -m benchmarks.mutants --lines 100 --seed 1 --kept mutants.jsonl

What was decided is kept in that file, so that a run can be stopped and go on later. Those that need no interpreted
kernels come first.

Every change is one that a person could make: another comparison, sign, number or condition. It is made in a copy of the
source, so nothing here changes. The tests of the room of the changed file are run until one fails, those that name the
file first and slow ones last; kernels of a changed file are interpreted. Time is counted in seconds of the processor,
so that a busy machine changes nothing. A test that fails, or never ends, is run again without the change: only where
it then passes, the change was noticed. Survivors that change nothing that anybody can see (a faster path, a tighter
bound) are judged by hand and named with the reason in ``benchmarks/mutants_equivalent.txt``; the others get the test
that they lack.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutant_runs import FATES, Copy, Outcome

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TESTS = ROOT / "src" / "collega", ROOT / "tests"
EQUIVALENT = ROOT / "benchmarks" / "mutants_equivalent.txt"
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
            end = node.col_offset + len("not ")  # the word alone: a parenthesis may stand before the operand
            yield Mutant(file=file, line=node.lineno, start=node.col_offset, end=end, text="")
        case ast.Constant(value=bool() as value):
            yield _whole(file, node, str(not value))
        case ast.Constant(value=int() | float() as value):
            yield _whole(file, node, repr(value + 1))
        case ast.If(test=ast.NamedExpr()) | ast.IfExp(test=ast.NamedExpr()):
            return  # 'not name := value' is no expression
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


def asked_tests(mutant: Mutant) -> list[str]:
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


def equivalent() -> dict[str, str]:
    """Return why each change that was judged by hand changes nothing that anybody can see."""
    found = {}
    for block in EQUIVALENT.read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines:
            found["\n".join(lines[:3])] = " ".join(lines[3:]).strip()
    return found


def run(
    mutants: Sequence[Mutant], seconds: float, workers: int, tell: Callable[[Mutant, Outcome, float], None]
) -> list[tuple[Mutant, Outcome]]:
    """Run the tests on every change, so many at a time, each worker in a copy of its own."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        copies = [Copy(ROOT, Path(folder) / str(number)) for number in range(workers)]

        def outcome(mutant: Mutant) -> tuple[Mutant, Outcome]:
            copy, began = copies.pop(), time.monotonic()
            found = copy.outcome(mutant.file, mutant.apply, asked_tests(mutant), seconds)
            copies.append(copy)
            tell(mutant, found, time.monotonic() - began)
            return mutant, found

        return list(pool.map(outcome, mutants))


def main() -> None:
    """Change lines, run tests, and print what was noticed and what survived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lines", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=90.0, help="seconds of the processor for one change")
    parser.add_argument("--rooms", default=",".join(ROOMS))
    parser.add_argument("--only", default="", help="of the chosen lines only these: FILE:LINE,FILE:LINE")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kept", default="", metavar="FILE", help="where to keep what was decided, and go on from")
    given = parser.parse_args()
    mutants = chosen(given.lines, given.seed, tuple(given.rooms.split(",")))
    if given.only:
        mutants = [each for each in mutants if f"{each.file}:{each.line}" in given.only.split(",")]
    named = {mutant: mutant.shown((SOURCE / mutant.file).read_text()) for mutant in mutants}
    decided = _kept(given.kept)

    def tell(mutant: Mutant, found: Outcome, wall: float) -> None:
        decided[named[mutant]] = found
        print(f"{found.fate} after {wall:.0f} s: {mutant.file}:{mutant.line} {found.test}", flush=True)
        if given.kept:
            with Path(given.kept).open("a") as kept:
                kept.write(json.dumps({"change": named[mutant], "fate": found.fate, "test": found.test}) + "\n")

    left = [mutant for mutant in mutants if named[mutant] not in decided]
    run(sorted(left, key=needs_interpreter), given.seconds, given.workers, tell)
    _report({named[mutant]: decided[named[mutant]] for mutant in mutants})


def needs_interpreter(mutant: Mutant) -> bool:
    """Whether the changed file has kernels."""
    return "njit" in (SOURCE / mutant.file).read_text()


def _kept(file: str) -> dict[str, Outcome]:
    """Return what earlier runs decided, by the change; the last word counts."""
    if not file or not Path(file).exists():
        return {}
    rows = map(json.loads, Path(file).read_text().splitlines())
    return {row["change"]: Outcome(row["fate"], row["test"]) for row in rows}


def _report(outcomes: Mapping[str, Outcome]) -> None:
    reasons = equivalent()
    fates = {fate: [change for change, found in outcomes.items() if found.fate == fate] for fate in FATES}
    same = [change for change in fates["survived"] if change in reasons]
    missed = [change for change in fates["survived"] if change not in reasons]
    noticed, undecided = len(fates["noticed"]), len(fates["undecided"])
    print(f"\n{len(outcomes)} lines changed: {noticed} noticed, {len(missed)} survived, {len(same)} change nothing that"
          f" anybody can see, {undecided} undecided.")  # fmt: skip
    if noticed + len(missed):
        print(f"Noticed of those that change behaviour: {noticed / (noticed + len(missed)):.0%}.")
    for title, those in (("Survived", missed), ("Changes nothing", same), ("Undecided", fates["undecided"])):
        for change in those:
            print("\n    ".join(filter(None, (f"\n{title}: {change}", reasons.get(change, "")))))


if __name__ == "__main__":
    main()
