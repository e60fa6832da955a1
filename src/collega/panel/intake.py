"""One import: from the rows of somebody else's files to a panel, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from collega.design.imported import design_from
from collega.design.layout import Design
from collega.errors import DataError, Problem
from collega.mapping.cells import in_order
from collega.mapping.columns import name_columns, unknown_names
from collega.mapping.grammar import ColumnMapping, Part
from collega.mapping.sources import Source, drop_rows, read_source
from collega.mapping.values import normalise
from collega.mapping.wording import column_texts, refuse_words, translate
from collega.messages import Message
from collega.panel.arrange import long_form, wide_problems, wide_roles
from collega.panel.doubts import doubts_of
from collega.panel.levels import derived_design, identified, levels_agree
from collega.panel.panel import Panel
from collega.panel.participants import PEOPLE_WORDS, SYNTHETIC, clash, differences, is_synthetic
from collega.panel.read import read_panel
from collega.panel.repeats import with_repeats
from collega.panel.twice import one_answer_each, one_row_each, repeated_rows, rows_without_answer
from collega.study.columns import ANSWER_COLUMNS, all_columns, participant_columns
from collega.study.definition import Study
from collega.study.rules import PARTICIPANT_COLUMNS
from collega.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImportedPanel:
    """A panel with a word about the files that it came from.

    Attributes
    ----------
    panel : Panel
    sources : tuple of Source
        The files, in the order answers, scenarios, participants.
    warnings : tuple of str
        What may be wrong in them, and was taken as it stands there.
    """

    panel: Panel
    sources: tuple[Source, ...]
    warnings: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Intake:
    """One import, gathering what is wrong and what is to be told."""

    study: Study
    rules: ColumnMapping
    problems: list[Problem] = field(default_factory=list)
    sources: dict[Part, Source] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)

    def import_tables(self, paths: Mapping[Part, Path], design: Design | None) -> ImportedPanel:
        """Return the panel in these files; DataError with every problem in them."""
        tables = {part: table for part in paths if (table := self._read(part, paths)) is not None}
        self._stop()
        self.problems += unknown_names(self.rules, list(tables.values()), all_columns(self.study))
        if "scenarios" in tables:
            design = self._design(tables["scenarios"])
        answers, people = tables["answers"], tables.get("participants")
        wide = self._is_wide(answers, design)
        if wide:
            self._stop()
        roles = self._roles(answers, design, wide=wide, apart=people is not None)
        answers = self._renamed("answers", answers, roles, ("participant",) if wide else ("participant", "answer"))
        known = {name: name for name in participant_columns(self.study)}
        if people is not None:
            people = self._renamed("participants", people, known, PARTICIPANT_COLUMNS[:1])
        if wide or not (answers.frame.width and (people is None or people.frame.width)):
            self._stop()
        if people is not None:
            people = self._one_row_each("participants", self._in_words("participants", people, known))
        if wide and design is not None:
            answers = self._one_row_each("answers", self._in_words("answers", answers, roles))
            everyone, answers = people or answers, self._long(answers, design)
        else:
            gone = rows_without_answer(answers, self.rules)
            answers = self._in_words("answers", answers, roles)
            everyone, answers = people or answers, self._left_out(answers, gone)
        known_scenarios = design is not None or not self.problems  # a mended column may tell which there are
        answers = self._refused(answers, "answer", *self.study.criterion_keys)
        design, answers = self._scenarios(answers, design) if known_scenarios else (None, answers)
        panel = self._checked(design, everyone, answers, apart=people is not None)
        return ImportedPanel(panel=panel, sources=tuple(self.sources.values()), warnings=doubts_of(panel))

    def _stop(self) -> None:
        if self.problems:
            raise DataError(in_order(self.problems), sources=self.sources.values())

    def _note(self, part: Part, *notes: str) -> None:
        source = self.sources[part]
        self.sources[part] = replace(source, notes=(*source.notes, *notes))

    def _read(self, part: Part, paths: Mapping[Part, Path]) -> Table | None:
        try:
            main = paths[part] == paths["answers"]
            table, self.sources[part] = read_source(paths[part], self.rules, part, main=main)
        except DataError as error:
            self.problems += error.problems
            return None
        return table

    def _design(self, table: Table) -> Design | None:
        try:
            found = design_from(self.study, table, self.rules, self.sources["scenarios"])
        except DataError as error:
            self.problems += error.problems
            return None
        self.sources["scenarios"] = found.source
        return found.design

    def _is_wide(self, table: Table, design: Design | None) -> bool:
        if self.rules.wide is not None:
            if design is None and not self.problems:
                found = Message("panel-scenarios-apart")
                hint = Message("panel-give-scenarios")
                self.problems.append(Problem(file=table.file, found=found, hint=hint))
            return True
        answer = self.rules.columns.get("answer", "answer")
        return answer not in table.frame.columns and bool(design and set(design.scenarios) & set(table.frame.columns))

    def _roles(self, table: Table, design: Design | None, *, wide: bool, apart: bool) -> dict[str, str]:
        """Return the columns that the answers may have, and what is in each."""
        people = PARTICIPANT_COLUMNS[:1] if apart else participant_columns(self.study)
        if wide:
            roles = wide_roles(self.rules.wide, design.scenarios if design else ())
            self.problems += [clash(table, name) for name in (*people, SYNTHETIC) if name in roles]
            return {name: name for name in (*people, SYNTHETIC)} | roles
        columns = (*ANSWER_COLUMNS, *self.study.criterion_keys, *people, "version", SYNTHETIC)
        return {name: name for name in columns}

    def _renamed(self, part: Part, table: Table, known: Iterable[str], needed: tuple[str, ...]) -> Table:
        found = name_columns(table, self.rules, tuple(known), needed)
        self.problems += found.problems
        self.faulty |= {Message("common-column-missing", name=name) for name in found.faulty}
        self._note(part, *found.left_out)
        return found.table

    def _in_words(self, part: Part, table: Table, roles: Mapping[str, str]) -> Table:
        """Bring every column into our words and forms, before its cells stand beside those of another."""
        values = normalise(table, self.rules, roles)
        self._note(part, *values.notes)
        texts = column_texts(self.study) | PEOPLE_WORDS
        columns = {name: texts[ours] for name, ours in roles.items() if ours in texts}
        words = {name: self.rules.words.get(ours, {}) for name, ours in roles.items()}
        table, unclear = translate(values.table, columns, words)
        self.problems += [*values.problems, *unclear]
        return table

    def _refused(self, table: Table, *columns: str) -> Table:
        texts = column_texts(self.study) | PEOPLE_WORDS
        for column in columns:
            words = self.rules.words.get(column, {})
            table, problems = refuse_words(table, column, words, list(texts[column]))
            self.problems += problems
        return table

    def _one_row_each(self, part: Part, table: Table) -> Table:
        if "participant" not in table.frame.columns:
            return table
        found = one_row_each(table, self.rules.participant_twice)
        self._note(part, *found.notes)
        self.problems += found.problems if part == "answers" else ()  # of participants, read_panel tells it
        return found.table

    def _left_out(self, table: Table, gone: pl.Series) -> Table:
        if not gone.any():
            return table
        self._note("answers", Message("panel-rows-without-answer", number=int(gone.sum())))
        return drop_rows(table, gone)

    def _long(self, table: Table, design: Design) -> Table:
        self.problems += wide_problems(table, self.rules, design.scenarios)
        self._stop()
        long = long_form(table, self.rules.wide, design.scenarios)
        silent = [name for name in design.scenarios if name not in set(long.frame["scenario"])]
        if silent:
            self._note("answers", Message("panel-scenarios-without-column", names=silent))
        return drop_rows(long, long.frame["answer"] == "")

    def _scenarios(self, answers: Table, design: Design | None) -> tuple[Design | None, Table]:
        if design is None or "scenario" not in answers.frame.columns:
            return self._scenarios_from_levels(answers, design)
        self.problems += levels_agree(self.study, design, answers)
        return design, answers

    def _scenarios_from_levels(self, answers: Table, design: Design | None) -> tuple[Design | None, Table]:
        lacking = [key for key in self.study.criterion_keys if key not in answers.frame.columns]
        if lacking and design is None:
            found = Message("panel-levels-unknown")
            hint = Message("panel-give-scenarios-or-columns", criteria=lacking)
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

    def _checked(self, design: Design | None, everyone: Table, answers: Table, *, apart: bool) -> Panel:
        synthetic, problems = is_synthetic(answers if apart else everyone)
        self.problems += problems
        people = self._people(everyone, apart=apart)
        if design is None:
            self._stop()
            raise AssertionError("without scenarios there is a problem to tell")
        answers, notes = one_answer_each(answers, self.rules.participant_twice)
        self._note("answers", *notes)
        names = [name for name in answers.frame.columns if name in ANSWER_COLUMNS]
        answers = replace(answers, frame=answers.frame.select(names))
        try:
            panel = read_panel(self.study, design, participants=people, answers=answers, synthetic=synthetic)
        except DataError as error:
            known = {problem.found for problem in self.problems if problem.line == answers.header_line} | self.faulty
            self.problems += [problem for problem in error.problems if problem.found not in known]
            self._stop()
            raise
        if self.rules.repeats or self.rules.wide is not None:
            panel = with_repeats(panel)
        self.problems += repeated_rows(panel, answers)
        self._stop()
        return panel

    def _people(self, table: Table, *, apart: bool) -> Table | None:
        names = [name for name in participant_columns(self.study) if name in table.frame.columns]
        if "participant" not in names:
            return table if apart else None
        table = replace(table, frame=table.frame.select(names))
        if not apart:
            keep = self.rules.participant_twice
            self.problems += [] if keep else differences(table)
            who = table.frame["participant"]
            chosen = who.is_last_distinct() if keep == "last" else who.is_first_distinct()
            table = drop_rows(table, ~chosen | (who == ""))
        keys = [item.key for item in self.study.characteristics]
        return self._refused(table, *keys, "included")
