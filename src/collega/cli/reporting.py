"""The command report."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collega.cli.analysis import Profession, profession_counts, profession_warnings
from collega.cli.app import AsJson, Folder, app
from collega.cli.output import print_json, say, warn
from collega.cli.progress import progress_bar
from collega.colleague import VirtualColleague
from collega.folder import StudyFolder
from collega.insight import insights
from collega.messages import warnings_json
from collega.panel.targets import refuse_over_study
from collega.signs import texts_of, unprintable, warnings_of
from collega.study import Language

if TYPE_CHECKING:
    from collega.report import Known, RegisterEntry


@app.command()
def report(
    folder: Folder,
    lang: Annotated[Language | None, typer.Option(help="Language of the report; by default the study's first.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The PDF to write; by default report-LANG.pdf in the folder.")
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="Also write an entry for the Dutch algorithm register, pre-filled."),
    ] = None,
    organisation: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yaml", help="What only the organisation knows, for the entry of --register."),
    ] = None,
    profession: Profession = None,
    as_json: AsJson = False,
) -> None:
    """Write the report as a PDF: method, results, examples of the virtual colleague, limits."""
    # slow to import; no other command needs it
    from collega.report import example_cases, panel_facts, register_entry, validated, write_entry, write_report

    for file, extension in ((output, ".pdf"), (register, ".json")):
        if file is not None:
            refuse_over_study(file, extension=extension)
    facts = _organisation_facts(register, organisation)
    source = StudyFolder(folder)
    study, panel, fit = source.study(), source.panel(), source.fit()
    warn(source.warnings)
    sessions = source.sessions()
    language = lang or study.languages[0]
    target = output or folder / f"report-{language}.pdf"
    counts = profession_counts(study, profession)
    learned = insights(panel, fit)
    colleague = VirtualColleague.of(study, fit, panel=panel, counts=counts)
    advices = [colleague.advise(case) for case in example_cases(study, panel, learned)]
    substitutes = unprintable(texts_of(study))
    result: dict[str, Any] = {"file": str(target), "language": language, "synthetic": panel.synthetic}
    result |= warnings_json(learned.warnings)
    result["substitutes"] = [asdict(substitute) for substitute in substitutes]
    entry = None
    with progress_bar("Writing") as progress:
        tested = validated(panel, fit, lambda fraction: progress(0.7 * fraction))
        if register is not None:
            entry = register_entry(study, panel_facts(panel), fit, validation=tested, **facts)
        write_report(
            study, panel, fit, learned, advices,
            language=language, to=target, on=date.today(), validation=tested, sessions=sessions,
            progress=progress,
        )  # fmt: skip
    if register is not None and entry is not None:
        write_entry(entry, register)
        result["register"] = {"file": str(register), "missing": entry.missing, "to_review": entry.to_review}
    if as_json:
        print_json(result)
    warn([*learned.warnings, *warnings_of(substitutes)])
    warn(profession_warnings(study, colleague.populations.unavailable.get("profession", ""), given=counts is not None))
    say(f"Wrote {target}.{' Everything in it is synthetic, and marked so.' if panel.synthetic else ''}")
    if entry is not None:
        _tell(entry, register)


def _organisation_facts(register: Path | None, organisation: Path | None) -> Known:
    from collega.report import read_organisation

    if organisation is None:
        return {}
    if register is None:
        raise typer.BadParameter("--organisation is for the algorithm register: give --register FILE.json as well.")
    return read_organisation(organisation)


def _tell(entry: RegisterEntry, register: Path | None) -> None:
    """Tell what the organisation still has to do, in the words of the register."""
    say(f"Wrote {register}.{' It is an example, and marked so: do not publish it.' if entry.synthetic else ''}")
    if entry.required:
        warn(
            [f"The register does not take it yet. Fill in, with --organisation FILE.yaml: {', '.join(entry.required)}"]
        )
    if len(entry.missing) > len(entry.required):
        say(f"Also empty: {', '.join(entry.missing[len(entry.required) :])}.")
    if entry.to_review:
        say(f"Add how your organisation itself weighs and works to: {', '.join(entry.to_review)}.")
