"""Commands before there are answers: new, design."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from collega.cli.app import AsJson, Folder, MaybeSeed, app
from collega.cli.output import command, print_json, results, say, tell_removed, tell_sources, warn
from collega.cli.progress import progress_bar
from collega.design import Limit, assess, compose, import_scenarios, read_prior
from collega.errors import DataError, Problem
from collega.folder import STUDY, StudyFolder
from collega.study import TEMPLATES, template_text


@app.command()
def new(
    folder: Folder,
    template: Annotated[str, typer.Option(help=f"What to start from: {', '.join(TEMPLATES)}.")] = "blank",
    as_json: AsJson = False,
) -> None:
    """Start a study folder from a template."""
    text = template_text(template)
    StudyFolder(folder).create(text)
    if as_json:
        print_json({"folder": str(folder), "template": template, "file": str(folder / STUDY)})
    say(f"Wrote {folder / STUDY}. Fill it in, then: {command('check', folder)}")


@app.command()
def design(
    folder: Folder,
    scenarios: Annotated[
        int | None, typer.Option(min=1, help="Scenarios per participant; by default what the study says.")
    ] = None,
    versions: Annotated[int | None, typer.Option(min=1, help="Versions: sets of scenarios; by default 2.")] = None,
    repeat: Annotated[
        int | None, typer.Option(min=0, help="Scenarios of each version that are shown a second time; by default 0.")
    ] = None,
    seed: MaybeSeed = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.0, help="Longest time for everything; by default the work is counted instead.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="A design made elsewhere: a spreadsheet, CSV, SPSS and more.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", help="What the file of --from calls columns and levels.")
    ] = None,
    prior: Annotated[
        Path | None, typer.Option(help="Expected part-worths and thresholds, for a design that suits them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compose the scenarios in versions, and tell how good the design is."""
    target = StudyFolder(folder)
    study = target.study()
    began = time.perf_counter()
    limit, believed, read = _limit(seconds), None, {}
    if source is not None:
        options = {"--scenarios": scenarios, "--versions": versions, "--repeat": repeat, "--seed": seed,
                 "--seconds": seconds, "--prior": prior}  # fmt: skip
        _refuse_beside_from([name for name, value in options.items() if value is not None])
        imported = import_scenarios(study, source, mapping)
        layout, read = imported.design, {"read": [imported.source.as_json()]}
        tell_sources([imported.source])
    else:
        _refuse_map_alone(mapping)
        believed = None if prior is None else read_prior(study, prior)
        with progress_bar("Searching") as progress:
            layout = compose(
                study,
                scenarios=scenarios or study.scenarios_per_participant,
                versions=2 if versions is None else versions,
                repeat=repeat or 0,
                seed=1 if seed is None else seed,
                limit=limit,
                prior=believed,
                progress=progress,
            )
    quality = assess(study, layout, prior=believed, limit=limit)
    quality = replace(quality, seconds=round(time.perf_counter() - began, 3))
    seed_used = None if source else 1 if seed is None else seed
    removed = target.write_design(study, layout, seed=seed_used, cut_short=quality.cut_short)
    if as_json:
        print_json(quality.as_json() | read)
        return
    results().print(str(quality))
    warn(quality.warnings)
    tell_removed(removed)
    say(f"Wrote {folder / 'scenarios.csv'}.")


def _limit(seconds: float | None) -> Limit:
    if seconds is not None and not math.isfinite(seconds):
        raise typer.BadParameter("this is not a number of seconds.", param_hint="'--seconds'")
    return Limit(seconds)


def _refuse_map_alone(mapping: Path | None) -> None:
    if mapping is not None:
        problem = "a mapping tells what a file from elsewhere calls columns and levels, and there is no such file"
        raise DataError([Problem(file="--map", found=problem, hint="Name the file with --from, or leave out --map")])


def _refuse_beside_from(names: list[str]) -> None:
    if names:
        problem = f"a design that was made elsewhere is taken as it is, so {' and '.join(names)} would do nothing"
        raise DataError([Problem(file="--from", found=problem, hint="Leave out --from, or leave out the others")])
