"""Commands on what was found: insights and ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from collega.cli.advising import print_advice, print_shares
from collega.cli.app import AsJson, Folder, app
from collega.cli.output import print_json, say, warn
from collega.cli.progress import progress_bar
from collega.cli.telling import print_insights
from collega.colleague import VirtualColleague
from collega.colleague.case import Case, case_from_json, cases_from_table, make_case, parse_case
from collega.colleague.group import parse_group
from collega.errors import DataError, Problem
from collega.folder import ANSWERS, MODEL, StudyFolder
from collega.insight import insights as gather
from collega.study.definition import Study
from collega.tables import decoded, read_table

_AS_TEXT = "Save the case as JSON, encoding UTF-8"


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
        list[str] | None, typer.Argument(metavar="KEY=LEVEL", help="The case; what is left out is blank.")
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="The case as a JSON object; - reads it from stdin.")
    ] = None,
    cases: Annotated[Path | None, typer.Option(help="Many cases: a table with a column per criterion.")] = None,
    group: Annotated[
        list[str] | None, typer.Option(metavar="CHARACTERISTIC=VALUE", help="Only these participants.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the virtual colleague: which share of the participants would advise positively, and why."""
    source = StudyFolder(folder)
    study = source.study()
    asked = _asked(study, words or [], case, cases)
    chosen = _chosen(study, group or [])
    fit = source.fit()
    panel = source.panel() if source.has(ANSWERS) else None
    warn(source.warnings)
    colleague = VirtualColleague.of(study, fit, panel=panel, group=chosen)
    with progress_bar("Asking") as progress:
        if cases is not None and not as_json:
            print_shares(colleague, colleague.shares(asked, progress))
        elif as_json:
            told = [advice.as_json() for advice in colleague.advise_all(asked, progress)]
            print_json(told if cases is not None else told[0])
        else:
            print_advice(colleague.advise(asked[0]), study)
    warn(colleague.warnings)


def _chosen(study: Study, groups: list[str]) -> tuple[str, str] | None:
    if len(groups) > 1:
        found, hint = f"a group is given {len(groups)} times: {', '.join(groups)}", "Ask for one group at a time"
        raise DataError([Problem(file="--group", found=found, hint=hint)])
    return parse_group(study, groups[0]) if groups else None


def _asked(study: Study, words: list[str], case: str | None, cases: Path | None) -> list[Case]:
    given = [name for name, value in (("KEY=LEVEL", words), ("--case", case), ("--cases", cases)) if value]
    if len(given) > 1:
        found, hint = f"the case is given twice: by {' and by '.join(given)}", "Give it in one way only"
        raise DataError([Problem(file="ask", found=found, allowed="KEY=LEVEL words, --case or --cases", hint=hint)])
    if cases is not None:
        return cases_from_table(study, read_table(cases, blank_rows=True).sound())
    if case == "-":
        raw = getattr(sys.stdin, "buffer", None)
        text = sys.stdin.read() if raw is None else decoded("stdin", raw.read(), _AS_TEXT)
        return [case_from_json(study, text, file="stdin")]
    if case is not None:
        name = Path(case).name
        return [case_from_json(study, decoded(name, Path(case).read_bytes(), _AS_TEXT), file=name)]
    return [parse_case(study, words) if words else make_case(study, {})]
