"""The command report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from collega.cli.app import AsJson, Folder, app
from collega.cli.output import print_json, say, warn
from collega.cli.progress import progress_bar
from collega.colleague import ask
from collega.folder import StudyFolder
from collega.insight import insights
from collega.study import Language


@app.command()
def report(
    folder: Folder,
    lang: Annotated[Language | None, typer.Option(help="Language of the report; by default the study's first.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The PDF to write; by default report-LANG.pdf in the folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the report as a PDF: method, results, examples of the virtual colleague, limits."""
    from collega.report import example_cases, write_report  # slow to import; no other command needs it

    source = StudyFolder(folder)
    study, panel, fit = source.study(), source.panel(), source.fit()
    language = lang or study.languages[0]
    target = output or folder / f"report-{language}.pdf"
    learned = insights(panel, fit)
    advices = [ask(study, fit, case, panel=panel) for case in example_cases(study, panel, learned)]
    with progress_bar("Writing") as progress:
        write_report(
            study, panel, fit, learned, advices, language=language, to=target, on=date.today(), progress=progress
        )
    if as_json:
        print_json({"file": str(target), "language": language, "synthetic": panel.synthetic})
    warn(learned.warnings)
    say(f"Wrote {target}.{' Everything in it is synthetic, and marked so.' if panel.synthetic else ''}")
