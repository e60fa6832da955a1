"""Answers from elsewhere become a panel, or every reason why they cannot."""

from __future__ import annotations

from pathlib import Path

from collega.design.layout import Design
from collega.errors import DataError
from collega.mapping.grammar import ColumnMapping, Part
from collega.mapping.reading import read_mapping
from collega.panel.intake import ImportedPanel, Intake
from collega.panel.panel import Panel
from collega.study.definition import Study


def import_panel(
    study: Study,
    *,
    answers: Path,
    scenarios: Path | None = None,
    participants: Path | None = None,
    mapping: Path | None = None,
    design: Design | None = None,
) -> Panel:
    """Read a panel from tables that were made elsewhere; see :func:`import_answers`, which also tells how."""
    return import_answers(
        study, answers=answers, scenarios=scenarios, participants=participants, mapping=mapping, design=design
    ).panel


def import_answers(
    study: Study,
    *,
    answers: Path,
    scenarios: Path | None = None,
    participants: Path | None = None,
    mapping: Path | None = None,
    design: Design | None = None,
) -> ImportedPanel:
    """Read a panel from tables that were made elsewhere, and tell how they were read.

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
    paths: dict[Part, Path] = {"answers": answers}
    paths |= {"scenarios": scenarios} if scenarios is not None else {}
    paths |= {"participants": participants} if participants is not None else {}
    work = Intake(study=study, rules=rules, problems=problems)
    return work.import_tables(paths, design)
