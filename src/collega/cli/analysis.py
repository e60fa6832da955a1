"""Commands on what was found: insights and ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from collega.cli.advising import print_advice, print_advices
from collega.cli.app import AsJson, Folder, app
from collega.cli.output import print_json, say, warn
from collega.cli.telling import print_insights
from collega.colleague import ask as ask_colleague
from collega.colleague.case import Case, case_from_json, cases_from_table, make_case, parse_case
from collega.colleague.group import parse_group
from collega.errors import DataError, Problem
from collega.folder import ANSWERS, MODEL, StudyFolder
from collega.insight import insights as gather
from collega.study.definition import Study
from collega.tables import read_table


@app.command()
def insights(
    folder: Folder,
    by: Annotated[str | None, typer.Option(help="Only the groups of this characteristic, in full.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what was learned: importance, groups, answers, self-image, agreement."""
    source = StudyFolder(folder)
    panel = source.panel()
    warn(source.warnings)
    fit = source.fit() if source.has(MODEL) else None
    found = gather(panel, fit, by=by)
    if as_json:
        print_json(found.as_json())
    else:
        print_insights(found, panel.study, in_full=by is not None)
    warn(found.warnings)
    if fit is None:
        say(f"There is no fitted model yet, so no importance. Make one: collega fit {folder}")


@app.command()
def ask(
    folder: Folder,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=LEVEL]...", help="The case; what is left out is blank.")
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="The case as a JSON object; - reads it from stdin.")
    ] = None,
    cases: Annotated[Path | None, typer.Option(help="Many cases: a table with a column per criterion.")] = None,
    group: Annotated[str | None, typer.Option(metavar="CHARACTERISTIC=VALUE", help="Only these participants.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the virtual colleague: which share of the participants would advise positively, and why."""
    source = StudyFolder(folder)
    study = source.study()
    asked = _asked(study, words or [], case, cases)
    chosen = None if group is None else parse_group(study, group)
    fit = source.fit()
    panel = source.panel() if source.has(ANSWERS) else None
    warn(source.warnings)
    advices = [ask_colleague(study, fit, one, panel=panel, group=chosen) for one in asked]
    if as_json:
        told = [advice.as_json() for advice in advices]
        print_json(told if cases is not None else told[0])
    elif cases is not None:
        print_advices(advices, study)
    else:
        print_advice(advices[0], study)
    warn(advices[0].warnings)


def _asked(study: Study, words: list[str], case: str | None, cases: Path | None) -> list[Case]:
    given = [name for name, value in (("KEY=LEVEL", words), ("--case", case), ("--cases", cases)) if value]
    if len(given) > 1:
        found, hint = f"the case is given twice: by {' and by '.join(given)}", "Give it in one way only"
        raise DataError([Problem(file="ask", found=found, allowed="KEY=LEVEL words, --case or --cases", hint=hint)])
    if cases is not None:
        return cases_from_table(study, read_table(cases))
    if case == "-":
        return [case_from_json(study, sys.stdin.read(), file="stdin")]
    if case is not None:
        return [case_from_json(study, Path(case).read_text(encoding="utf-8-sig"), file=Path(case).name)]
    return [parse_case(study, words) if words else make_case(study, {})]
