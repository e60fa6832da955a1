"""The command figures: every chart of a study with its table, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from collega.cli.app import AsJson, Folder, app
from collega.cli.insight_tables import mark_synthetic
from collega.cli.output import print_json, say, warn
from collega.cli.progress import progress_bar
from collega.folder import StudyFolder
from collega.insight import insights
from collega.study import Language
from collega.tables import write_together

Form = Literal["svg", "png"]


@app.command()
def figures(
    folder: Folder,
    to: Annotated[Path | None, typer.Option(help="Where to; by default the directory figures in the folder.")] = None,
    lang: Annotated[Language | None, typer.Option(help="Language of the charts; by default the study's first.")] = None,
    form: Annotated[Form, typer.Option(help="Of the charts.")] = "svg",
    as_json: AsJson = False,
) -> None:
    """Write every chart, and its table twice: for a spreadsheet and for a program."""
    from collega.exhibits import exhibit_keys, ground_of_panel, make_exhibit  # slow to import

    source = StudyFolder(folder)
    study, panel, fit = source.study(), source.panel(), source.fit()
    warn(source.warnings)
    learned = insights(panel, fit)
    ground = ground_of_panel(panel, fit, lang or study.languages[0], found=learned, sessions=source.sessions())
    target = to or folder / "figures"
    target.mkdir(parents=True, exist_ok=True)
    keys, paths = exhibit_keys(ground, "command"), []
    with progress_bar("Drawing") as progress:
        for count, key in enumerate(keys, 1):
            exhibit = make_exhibit(ground, key)
            figure = exhibit.figure()
            picture = figure.png() if form == "png" else figure.svg().encode()
            sheet = exhibit.table.csv("spreadsheet", exhibit.language, synthetic=learned.synthetic)
            plain = exhibit.table.csv("program", exhibit.language, synthetic=learned.synthetic)
            files = {
                target / exhibit.file_name(form): picture,
                target / exhibit.file_name("csv"): sheet.encode("utf-8-sig"),
                target / exhibit.file_name("csv", layout="program"): plain.encode(),
            }
            write_together(files)
            paths.append(
                {"key": key, "title": exhibit.title, "finding": exhibit.finding, "files": list(map(str, files))}
            )
            progress(count / len(keys))
    if as_json:
        print_json({"synthetic": learned.synthetic, "figures": paths, "warnings": list(learned.warnings)})
    warn(learned.warnings)
    mark_synthetic(learned.synthetic and not as_json)
    say(
        f"Wrote {len(keys)} figures to {target}, each with two tables: for a spreadsheet and for a program (-data.csv)."
    )
