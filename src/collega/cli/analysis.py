"""Commands on what was found: insights and ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from collega.cli.advising import print_advice, print_shares
from collega.cli.app import AsJson, Folder, app
from collega.cli.hints import with_hint
from collega.cli.insight_tables import print_insights
from collega.cli.output import command, print_json, say, tell_sources, warn
from collega.cli.progress import progress_bar
from collega.colleague import Advice, VirtualColleague
from collega.colleague.case import Case, case_from_json, make_case, parse_case
from collega.colleague.case_table import CaseTable, cases_from_table
from collega.colleague.evidence import Evidence
from collega.colleague.group import parse_group
from collega.errors import DataError, Problem
from collega.findings import case_findings, group_orders, study_findings, with_words
from collega.folder import MODEL, StudyFolder
from collega.insight import insights as gather
from collega.model.fit import Fit
from collega.panel.counts_file import Counts, read_counts
from collega.study.definition import Study
from collega.tables import decoded, read_table

Profession = Annotated[
    Path | None,
    typer.Option("--profession", metavar="FILE", help="Counts of the profession: cells, margins, or weights."),
]
_AS_TEXT = "colleague-save-case-as-json"


@app.command()
def insights(
    folder: Folder,
    by: Annotated[str | None, typer.Option(help="Only the groups of this characteristic, in full.")] = None,
    profession: Profession = None,
    as_json: AsJson = False,
) -> None:
    """Show what was learned: findings first, then importance, groups and answers."""
    source = StudyFolder(folder)
    panel = source.panel()
    warn(source.warnings)
    fit = source.fit() if source.has(MODEL) else None
    results = gather(panel, fit, by=by, counts=profession_counts(panel.study, profession))
    findings = study_findings(panel, fit, results)
    if as_json:
        orders = [] if fit is None else group_orders(panel, fit, results.groups)
        print_json(
            results.as_json()
            | {"findings": [with_words(finding, panel.study) for finding in findings],
               "group_orders": [with_words(finding, panel.study) for finding in orders]}
        )  # fmt: skip
    else:
        print_insights(results, panel.study, findings, in_full=by is not None)
    warn(results.warnings)
    if fit is None:
        say(f"There is no fitted model yet, so no importance. Make one: {command('fit', folder)}")


@app.command()
def ask(
    folder: Folder,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=LEVEL", help="The case; what is left out is blank.")
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="A file with the case as a JSON object; - reads stdin.")
    ] = None,
    cases: Annotated[Path | None, typer.Option(help="Many cases: a table with a column per criterion.")] = None,
    group: Annotated[
        list[str] | None, typer.Option(metavar="CHARACTERISTIC=VALUE", help="Only these participants.")
    ] = None,
    profession: Profession = None,
    as_json: AsJson = False,
) -> None:
    """Ask the virtual colleague: which share of the participants would advise positively, and why."""
    source = StudyFolder(folder)
    study = source.study()
    _refuse_two_ways(words or [], case, cases)
    table = None if cases is None else _case_table(study, cases)
    to_advise = [_one_case(study, words or [], case)] if table is None else table.cases
    chosen = _chosen(study, group or [])
    counts = profession_counts(study, profession)
    fit = source.fit()
    colleague = _colleague(source, study, fit, chosen, counts)
    warn(source.warnings)
    with progress_bar("Asking") as progress:
        if table is not None and not as_json:
            print_shares(colleague, colleague.shares(to_advise, progress), table.rows)
        elif as_json:
            advices = [_with_findings(advice, study) for advice in colleague.advise_all(to_advise, progress)]
            print_json(advices[0] if table is None else _in_rows(advices, table))
        else:
            print_advice(colleague.advise(to_advise[0]), study)
    warn(colleague.warnings)
    warn(profession_warnings(study, colleague.populations.unavailable.get("profession", ""), given=counts is not None))


def _colleague(
    source: StudyFolder, study: Study, fit: Fit, group: tuple[str, str] | None, counts: Counts | None
) -> VirtualColleague:
    """Return the virtual colleague; of partitions it takes the sums alone, where these are enough."""
    parts = source.parts() if group is None and counts is None and source.answers.there else None
    evidence = None if parts is None else Evidence.from_parts(study, fit, parts)
    if evidence is not None:
        return VirtualColleague.with_evidence(study, fit, evidence)
    panel = source.panel() if source.answers.there else None
    return VirtualColleague.of(study, fit, panel=panel, group=group, counts=counts)


def _with_findings(advice: Advice, study: Study) -> dict[str, Any]:
    return advice.as_json() | {"findings": [with_words(finding, study) for finding in case_findings(advice)]}


def profession_counts(study: Study, path: Path | None) -> Counts | None:
    """Read the counts of the profession, and tell how; None without a file."""
    if path is None:
        return None
    counts = read_counts(study, read_table(path))
    if counts.source is not None:
        tell_sources([counts.source])
    return counts


def profession_warnings(study: Study, reason: str, *, given: bool) -> list[str]:
    """Say why there is no share of the profession, where counts were given or the study leads with it."""
    if reason and given:
        return [f"There is no share of the profession. {with_hint(reason)}"]
    if reason and study.share_of == "profession":
        return [f"The study leads with the share of the profession (share_of), and it is not here. {with_hint(reason)}"]
    return []


def _chosen(study: Study, groups: list[str]) -> tuple[str, str] | None:
    if len(groups) > 1:
        problem, hint = f"a group is given {len(groups)} times: {', '.join(groups)}", "Ask for one group at a time"
        raise DataError([Problem(file="--group", found=problem, hint=hint)])
    return parse_group(study, groups[0]) if groups else None


def _refuse_two_ways(words: list[str], case: str | None, cases: Path | None) -> None:
    ways = [name for name, value in (("KEY=LEVEL", words), ("--case", case), ("--cases", cases)) if value]
    if len(ways) > 1:
        problem, hint = f"the case is given twice: by {' and by '.join(ways)}", "Give it in one way only"
        raise DataError([Problem(file="ask", found=problem, allowed="KEY=LEVEL words, --case or --cases", hint=hint)])


def _one_case(study: Study, words: list[str], case: str | None) -> Case:
    if case == "-":
        raw = getattr(sys.stdin, "buffer", None)
        text = sys.stdin.read() if raw is None else decoded("stdin", raw.read(), _AS_TEXT)
        return case_from_json(study, text, file="stdin")
    if case is not None:
        name = Path(case).name
        return case_from_json(study, decoded(name, Path(case).read_bytes(), _AS_TEXT), file=name)
    return parse_case(study, words) if words else make_case(study, {})


def _case_table(study: Study, path: Path) -> CaseTable:
    cases = cases_from_table(study, read_table(path, blank_rows=True))
    tell_sources([cases.source])
    warn(cases.warnings)
    return cases


def _in_rows(advices: list[dict[str, Any]], table: CaseTable) -> list[dict[str, Any]]:
    """Put what stands beside a case, and where it was read, into its advice; users' column names stay apart."""
    read = [table.source.as_json()]
    return [
        advice | {"line": row.line, "beside": dict(row.beside), "read": read}
        for advice, row in zip(advices, table.rows, strict=True)
    ]
