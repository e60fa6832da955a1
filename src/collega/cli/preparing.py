"""Commands before there are answers: new, check, design."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from collega.cli.app import AsJson, Folder, MaybeSeed, app
from collega.cli.collecting import flag_facts, show_flagged
from collega.cli.output import command, print_json, results, say, sentence, tell_removed, tell_sources, warn
from collega.cli.progress import progress_bar
from collega.design import assess, compose, import_scenarios, read_prior
from collega.errors import DataError, Problem
from collega.folder import STUDY, StudyFolder
from collega.panel.flags import FLAGS, quality_flags
from collega.panel.limits import dominant_participant, limit_text, limits_of
from collega.panel.panel import Panel
from collega.panel.repeats import repeats_warning
from collega.signs import texts_of, unprintable, warnings_of
from collega.study import TEMPLATES, study_hash, template_text


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
def check(folder: Folder, as_json: AsJson = False) -> None:
    """Check the study, and the scenarios and answers where they are there; tell every problem."""
    source = StudyFolder(folder)
    study = source.study()
    substitutes = unprintable(texts_of(study))
    found: dict[str, object] = {
        "key": study.key,
        "hash": study_hash(study),
        "languages": list(study.languages),
        "criteria": len(study.criteria),
        "levels": list(study.n_levels),
        "answers": list(study.answer_keys),
        "characteristics": [item.key for item in study.characteristics],
        "substitutes": [asdict(each) for each in substitutes],
    }
    flagged = None
    people, criteria = len(study.characteristics), len(study.criteria)
    lines = [
        f"{study.key}: {criteria} criteri{'on' if criteria == 1 else 'a'}, {len(study.answers)} answers, "
        f"{people} characteristic{'s' * (people != 1)}, languages {' and '.join(study.languages)}.",
    ]
    if source.has("scenarios.csv"):
        design = source.design()
        found |= {"scenarios": len(design.scenarios), "versions": len(design.versions)}
        scenarios, versions = len(design.scenarios), len(design.versions)
        lines.append(f"{scenarios} scenario{'s' * (scenarios != 1)} in {versions} version{'s' * (versions != 1)}.")
    if source.has("answers.csv"):
        panel = source.panel()
        flags = quality_flags(panel)
        flagged = flags.filter(pl.any_horizontal(FLAGS))
        found["panel"] = {
            "participants": panel.n_participants,
            "included": int(panel.included.sum()),
            "answers": panel.n_answers,
            "synthetic": panel.synthetic,
        }
        found |= flag_facts(flags, flagged)
        lines.append(sentence(panel) + ".")
        limits = [*_data_warnings(panel), *repeats_warning(panel)]
        found["warnings"] = limits
        warn(limits)
    warn([*source.warnings, *warnings_of(substitutes)])
    if source.study_changed:
        changed = f"{STUDY} has changed since the scenarios and answers were written; they still fit it"
        warn([f"{changed}, but not everyone may have read the same texts"])
    if as_json:
        print_json(found | {"problems": []})
    else:
        for line in [*lines, "Everything is in order."]:
            results().print(line)
        if flagged is not None:
            show_flagged(flagged)


def _data_warnings(panel: Panel) -> list[str]:
    """Return what limits the answers, and who gave a large part of them."""
    dominant = dominant_participant(panel)
    who = [] if dominant is None else [f"{dominant[0]} gave {dominant[1]} of the {panel.counted.n_answers} answers"]
    return [*map(limit_text, limits_of(panel)), *who]


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
    seconds: Annotated[float | None, typer.Option(min=0.0, help="Longest time to search; by default 10.")] = None,
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
    believed, read = None, {}
    if source is not None:
        given = {"--scenarios": scenarios, "--versions": versions, "--repeat": repeat, "--seed": seed,
                 "--seconds": seconds, "--prior": prior}  # fmt: skip
        _refuse_beside_from([name for name, value in given.items() if value is not None])
        imported = import_scenarios(study, source, mapping)
        made, read = imported.design, {"read": [imported.source.as_json()]}
        tell_sources([imported.source])
    else:
        _refuse_map_alone(mapping)
        believed = None if prior is None else read_prior(study, prior)
        with progress_bar("Searching") as progress:
            made = compose(
                study,
                scenarios=scenarios or study.scenarios_per_participant,
                versions=2 if versions is None else versions,
                repeat=repeat or 0,
                seed=1 if seed is None else seed,
                seconds=10.0 if seconds is None else seconds,
                prior=believed,
                progress=progress,
            )
    quality = replace(assess(study, made, prior=believed), seconds=round(time.perf_counter() - began, 3))
    removed = target.write_design(study, made, seed=None if source else 1 if seed is None else seed)
    if as_json:
        print_json(quality.as_json() | read)
        return
    results().print(str(quality))
    warn(quality.warnings)
    tell_removed(removed)
    say(f"Wrote {folder / 'scenarios.csv'}.")


def _refuse_map_alone(mapping: Path | None) -> None:
    if mapping is not None:
        found = "a mapping tells what a file from elsewhere calls columns and levels, and there is no such file"
        raise DataError([Problem(file="--map", found=found, hint="Name the file with --from, or leave out --map")])


def _refuse_beside_from(names: list[str]) -> None:
    if names:
        found = f"a design that was made elsewhere is taken as it is, so {' and '.join(names)} would do nothing"
        raise DataError([Problem(file="--from", found=found, hint="Leave out --from, or leave out the others")])
