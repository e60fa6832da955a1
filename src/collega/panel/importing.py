"""Answers from elsewhere become a panel, or every reason why they cannot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl

from collega.design.layout import Design, read_design
from collega.errors import DataError, Problem
from collega.panel.arrange import long_form, renamed, unknown_names, wide_names
from collega.panel.columns import wrong_cells
from collega.panel.levels import derived_design, identified, levels_agree
from collega.panel.mapping import ColumnMapping, read_mapping
from collega.panel.panel import Panel
from collega.panel.read import ANSWER_COLUMNS, participant_columns, read_panel
from collega.panel.truths import ALLOWED, as_truths
from collega.panel.wording import column_texts, missing_cells, translated, with_points
from collega.study.definition import Study
from collega.study.rules import PARTICIPANT_COLUMNS, SCENARIO_COLUMNS
from collega.study.text import Text
from collega.tables import Table, read_table

SYNTHETIC = "synthetic"
_INCLUDED = {"true": Text(nl="ja", en="yes"), "false": Text(nl="nee", en="no")}


def import_panel(
    study: Study,
    *,
    answers: Path,
    scenarios: Path | None = None,
    participants: Path | None = None,
    mapping: Path | None = None,
    design: Design | None = None,
) -> Panel:
    """Read a panel from tables that were made elsewhere.

    Parameters
    ----------
    study : Study
    answers : Path
        A row per answer, or a row per participant with a column per scenario.
    scenarios : Path or None
        Which levels each scenario has.
    participants : Path or None
        The characteristics; None where they stand beside the answers, or are not known.
    mapping : Path or None
        What columns, levels and answers are called in these files.
    design : Design or None
        The scenarios, where ``scenarios`` is not given. Without both, the levels stand beside the answers.

    Raises
    ------
    DataError
        With every problem in all files.
    """
    rules, problems = ColumnMapping(), []
    try:
        rules = read_mapping(study, mapping) if mapping is not None else rules
    except DataError as error:
        problems = list(error.problems)
    work = _Import(study=study, rules=rules, problems=problems)
    return work.panel(answers, scenarios, participants, design)


@dataclass(slots=True, kw_only=True)
class _Import:
    """One import, gathering what is wrong."""

    study: Study
    rules: ColumnMapping
    problems: list[Problem] = field(default_factory=list)

    def panel(
        self, answers_file: Path, scenarios_file: Path | None, people_file: Path | None, design: Design | None
    ) -> Panel:
        files = [self._read(path) for path in (answers_file, scenarios_file, people_file)]
        self._stop()
        answers, scenarios, people = files
        self.problems += unknown_names(self.rules, [table for table in files if table is not None])
        if scenarios is not None:
            design = self._design(scenarios)
        if answers is None:
            raise AssertionError("an answers file is always given")
        wide = self._is_wide(answers, design)
        if wide:
            self._stop()
        needed = ("participant",) if wide else ("participant", "answer")
        answers = self._renamed(answers, self._answer_columns(wide, design, people is not None), needed)
        if people is not None:
            people = self._renamed(people, participant_columns(self.study), PARTICIPANT_COLUMNS[:1])
        if wide or not (answers.frame.width and (people is None or people.frame.width)):
            self._stop()
        everyone = people if people is not None else answers
        answers = self._long(answers, design) if wide and design is not None else answers
        if wide:
            self._stop()
        known = design is not None or not self.problems  # a mended column may tell which scenarios there are
        answers = self._in_keys(answers)
        design, answers = self._scenarios(answers, design) if known else (None, answers)
        return self._checked(design, everyone, answers, own_people=people is not None)

    def _stop(self) -> None:
        if self.problems:
            raise DataError(sorted(dict.fromkeys(self.problems), key=lambda found: (found.file, found.line or 0)))

    def _read(self, path: Path | None) -> Table | None:
        try:
            return None if path is None else read_table(path, sheet=self.rules.sheet)
        except DataError as error:
            self.problems += error.problems
            return None

    def _renamed(self, table: Table, known: tuple[str, ...], needed: tuple[str, ...] = ()) -> Table:
        table, problems = renamed(table, self.rules, known, needed)
        self.problems += problems
        return table

    def _design(self, table: Table) -> Design | None:
        before = len(self.problems)
        table = self._renamed(table, (*SCENARIO_COLUMNS, *self.study.criterion_keys))
        if len(self.problems) > before:
            return None
        texts = {key: words for key, words in column_texts(self.study).items() if key in self.study.criterion_keys}
        table, problems = translated(table, texts, self.rules.words, ())
        self.problems += problems
        try:
            return read_design(self.study, table)
        except DataError as error:
            self.problems += error.problems
            return None

    def _is_wide(self, table: Table, design: Design | None) -> bool:
        if self.rules.wide is not None:
            if design is None and not self.problems:
                found = "a table with one row per participant needs the scenarios apart"
                hint = "Give them with --scenarios, or make them: collega design"
                self.problems.append(Problem(file=table.file, found=found, hint=hint))
            return True
        answer = self.rules.columns.get("answer", "answer")
        return answer not in table.frame.columns and bool(design and set(design.scenarios) & set(table.frame.columns))

    def _answer_columns(self, wide: bool, design: Design | None, own_people: bool) -> tuple[str, ...]:
        people = PARTICIPANT_COLUMNS[:1] if own_people else participant_columns(self.study)
        if wide:
            return (*people, SYNTHETIC, *wide_names(self.rules, design.scenarios if design else ()))
        return (*ANSWER_COLUMNS, *self.study.criterion_keys, *people, "version", SYNTHETIC)

    def _long(self, table: Table, design: Design) -> Table:
        twice = table.frame["participant"].is_duplicated() if "participant" in table.frame.columns else pl.Series([])
        if twice.any():
            again = twice & ~table.frame["participant"].is_first_distinct()
            hint = "In this form everyone has one row; with a row per answer, name the column of the answers 'answer'"
            self.problems += wrong_cells(table, "participant", again, "{} has a second row", hint=hint)
        long, problems = long_form(table, self.rules, design.scenarios)
        self.problems += problems
        if problems:
            return table
        return self._without(long, long.frame["answer"].is_in(["", *missing_cells(long, "answer", self.rules.missing)]))

    def _without(self, table: Table, gone: pl.Series) -> Table:
        """Leave rows out."""
        kept = np.flatnonzero(~gone.to_numpy())
        places = {
            name: place if isinstance(place, str) else [place[int(row)] for row in kept]
            for name, place in table.places.items()
        }
        lines = np.array([table.line(int(row)) for row in kept], dtype=np.int64)
        return replace(table, frame=table.frame[kept], lines=lines, places=places)

    def _in_keys(self, table: Table) -> Table:
        """Turn answers and levels into keys, leave out rows without an answer."""
        frame, missing = table.frame, self.rules.missing
        if "answer" in frame.columns:
            gone = frame["answer"].is_in(missing_cells(table, "answer", missing))
            if "scenario" in frame.columns:
                gone |= (frame["answer"] == "") & (frame["scenario"] == "")
            table = self._without(table, gone) if gone.any() else table
        texts = column_texts(self.study)
        texts = {key: texts[key] for key in ("answer", *self.study.criterion_keys)}
        table, problems = translated(table, texts, self.rules.words, missing)
        self.problems += problems
        return with_points(table, ("seconds", "position"), missing)

    def _scenarios(self, answers: Table, design: Design | None) -> tuple[Design | None, Table]:
        if design is None or "scenario" not in answers.frame.columns:
            return self._scenarios_from_levels(answers, design)
        self.problems += levels_agree(self.study, design, answers)
        return design, answers

    def _scenarios_from_levels(self, answers: Table, design: Design | None) -> tuple[Design | None, Table]:
        lacking = [key for key in self.study.criterion_keys if key not in answers.frame.columns]
        if lacking and design is None:
            found = "it is not known which levels the scenarios have"
            hint = f"Give them with --scenarios, or beside the answers: a column for {', '.join(lacking)}"
            self.problems.append(Problem(file=answers.file, found=found, hint=hint))
            return None, answers
        if lacking:
            return design, answers
        answers, problems = identified(self.study, design, answers)
        self.problems += problems
        if design is None and not problems:
            try:
                design = derived_design(self.study, answers)
            except DataError as error:
                self.problems += error.problems
        return design, answers

    def _checked(self, design: Design | None, everyone: Table, answers: Table, *, own_people: bool) -> Panel:
        synthetic = self._synthetic(answers if own_people else everyone)
        people = self._people(everyone, own_people=own_people)
        if design is None:
            self._stop()
            raise AssertionError("without scenarios there is a problem to tell")
        names = [name for name in answers.frame.columns if name in ANSWER_COLUMNS]
        try:
            panel = read_panel(
                self.study,
                design,
                participants=people,
                answers=replace(answers, frame=answers.frame.select(names)),
                synthetic=synthetic,
            )
        except DataError as error:
            told = {(problem.file, problem.found) for problem in self.problems if problem.line == 1}
            self.problems += [problem for problem in error.problems if (problem.file, problem.found) not in told]
        self._stop()
        return panel

    def _people(self, table: Table, *, own_people: bool) -> Table | None:
        names = [name for name in participant_columns(self.study) if name in table.frame.columns]
        if "participant" not in names:
            return None if not own_people else table
        table = replace(table, frame=table.frame.select(names))
        if not own_people:
            self.problems += _changing(table)
            table = self._without(
                table, ~table.frame["participant"].is_first_distinct() | (table.frame["participant"] == "")
            )
        characteristics = [item.key for item in self.study.characteristics]
        texts = {key: words for key, words in column_texts(self.study).items() if key in characteristics}
        missing = tuple(self.rules.missing)
        table, problems = translated(table, texts | {"included": _INCLUDED}, self.rules.words, missing)
        self.problems += problems
        return with_points(table, characteristics, missing)

    def _synthetic(self, table: Table) -> bool:
        if SYNTHETIC not in table.frame.columns:
            return False
        cells = as_truths(table.frame[SYNTHETIC])
        wrong = ~cells.is_in(["true", "false", ""])
        self.problems += wrong_cells(table, SYNTHETIC, wrong, "{} does not say whether this is synthetic", ALLOWED)
        kinds = {cell == "true" for cell in cells.unique().to_list()}
        if len(kinds) > 1:
            found, hint = "some rows are synthetic and others are not", "Import one of the two"
            self.problems.append(Problem(file=table.file, where=table.place(SYNTHETIC), found=found, hint=hint))
        return True in kinds


def _changing(table: Table) -> list[Problem]:
    """Tell every participant whose characteristics differ between rows."""
    problems: list[Problem] = []
    frame = table.frame.with_row_index("\0row")
    for name in table.frame.columns[1:]:
        first = frame.filter(pl.col("participant").is_first_distinct()).select(
            "participant", pl.col(name).alias("\0first"), pl.col("\0row").alias("\0at")
        )
        other = frame.join(first, on="participant", how="left", maintain_order="left")
        other = other.filter((pl.col(name) != pl.col("\0first")) & (pl.col("participant") != ""))
        for row in other.unique("participant", keep="first", maintain_order=True).iter_rows(named=True):
            was = f"'{row[chr(0) + 'first']}' on line {table.line(row[chr(0) + 'at'])}"
            problems.append(
                Problem(
                    file=table.file,
                    line=table.line(row["\0row"]),
                    where=table.place(name),
                    found=f"participant '{row['participant']}' has '{row[name]}' here and {was}",
                    hint="Give everyone the same value in all of their rows",
                )
            )
    return problems
