"""Whatever stands in a file and its mapping, a panel comes in or a DataError tells why; nothing else ever leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from collega.colleague import cases_from_table
from collega.design import import_scenarios
from collega.errors import DataError, Problem
from collega.panel import import_answers
from collega.tables import read_table
from tests.panel.test_broken_answers import PEOPLE, SCENARIOS, STUDY

NAMES = st.sampled_from(
    ["participant", "scenario", "answer", "A", "B", "C", "", "place", "price", "age", "age_other", "version", "position",
     "seconds", "started_at", "included", "excluded_reason", "synthetic", "row", "cell", "x", "column 1"]
)  # fmt: skip
CELLS = st.sampled_from(
    ["p1", "p2", "P1", "A", "B", "C", "no", "maybe", "yes", "Never", "", "street", "Garage", "1", "2", "x", "y", "99",
     "NULL", "00:01:15", "1,5", "1.5", "01-02-2024", "31-01-2024", "2024-01-01", "true", "ja", "'=x", "Total",
     '"{""ImportId"":""Q""}"', "\u200b", "young", "Old"]
)  # fmt: skip
RULES = st.lists(
    st.sampled_from(
        ["ignore: '*'", "missing: [NULL, 99, '']", "missing: {seconds: NULL, participant: p2}", "repeats: true",
         "participant_twice: last", "wide: true", "wide: {scenarios: {A: [A, B], C: C}, positions: columns}",
         "wide: {seconds: {A: x}}", "rows: {header: 2}", "rows: {skip: [3]}", "columns: {answer: x}",
         "columns: {participant: column 1}", "answers: {no: 1, yes: 2}", "values: {included: {'true': 1}}",
         "dates: day-month-year", "version: x", "levels: {place: {street: '1'}}"]
    ), max_size=3, unique_by=lambda rule: rule.split(":")[0]
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> str:
    header = draw(st.lists(NAMES, min_size=1, max_size=8))
    body = draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=5))
    return "".join(";".join(cells) + "\n" for cells in [header, *body])


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    tables(), st.one_of(st.none(), st.just(SCENARIOS), tables()), st.one_of(st.none(), st.just(PEOPLE), tables()), RULES
)
def test_a_panel_or_the_reasons(answers: str, scenarios: str | None, people: str | None, rules: list[str]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        texts = {"a.csv": answers, "s.csv": scenarios, "p.csv": people, "m.yaml": "\n".join(rules) + "\n"}
        paths = {name: folder / name for name, text in texts.items() if text is not None}
        for name, path in paths.items():
            path.write_text(texts[name] or "", encoding="utf-8")
        mapping = paths["m.yaml"]
        attempts = (
            lambda: import_answers(
                STUDY,
                answers=paths["a.csv"],
                scenarios=paths.get("s.csv"),
                participants=paths.get("p.csv"),
                mapping=mapping,
            ),
            lambda: import_scenarios(STUDY, paths["a.csv"], mapping),
            lambda: cases_from_table(STUDY, read_table(paths["a.csv"], blank_rows=True)),
        )
        for attempt in attempts:
            problems = reasons(attempt)
            assert problems is None or len(problems) == len(set(problems)) > 0


def reasons(attempt: Callable[[], object]) -> tuple[Problem, ...] | None:
    """Return why an attempt was refused; None where it was not."""
    try:
        attempt()
    except DataError as error:
        return error.problems
    return None
