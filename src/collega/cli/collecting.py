"""Commands about answers: import, export, simulate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from collega.cli.app import AsJson, Folder, Seed, app
from collega.cli.output import command, print_json, results, say, sentence, show, tell_removed, tell_sources, warn
from collega.errors import NotComputedError
from collega.folder import StudyFolder
from collega.messages import warnings_json
from collega.panel.export import export_panel
from collega.panel.flags import FLAGS, quality_flags
from collega.panel.importing import import_answers
from collega.panel.panel import Panel
from collega.panel.simulate import simulate as simulated
from collega.tables import FORMATS

File = Path | None
PEOPLE = 50_000


@app.command(name="import")
def import_(
    folder: Folder,
    answers: Annotated[Path, typer.Option(help="The answers: a spreadsheet, CSV, SPSS and more; long or wide.")],
    scenarios: Annotated[File, typer.Option(help="The levels of each scenario; by default those of the study.")] = None,
    participants: Annotated[File, typer.Option(help="The characteristics, where they stand in a file apart.")] = None,
    mapping: Annotated[File, typer.Option("--map", help="What these files call columns, levels and answers.")] = None,
    as_json: AsJson = False,
) -> None:
    """Bring in answers that were collected elsewhere: all of them, or none and every reason."""
    target = StudyFolder(folder)
    imported = import_answers(
        target.study(),
        answers=answers,
        scenarios=scenarios,
        participants=participants,
        mapping=mapping,
        design=target.design() if scenarios is None and target.has("scenarios.csv") else None,
    )
    tell_sources(imported.sources)
    removed = target.write_panel(imported.panel)
    tell_removed(removed)
    warn(imported.warnings)
    sources = {"read": [source.as_json() for source in imported.sources], **warnings_json(imported.warnings)}
    _print_summary(imported.panel, as_json=as_json, extra=sources)
    say(f"Wrote the answers into {folder}. Next: {command('fit', folder)}")


@app.command()
def export(
    folder: Folder,
    to: Annotated[Path, typer.Option(help="A file (one long table), or a folder (the tables apart).")],
    kind: Annotated[
        str | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; by default what the file name says.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the answers for another program, with a codebook."""
    source = StudyFolder(folder)
    panel = source.panel()
    warn(source.warnings)
    paths = export_panel(panel, to, kind)
    if as_json:
        print_json({"files": list(map(str, paths)), "answers": panel.n_answers, "synthetic": panel.synthetic})
    warn(["These answers are synthetic: no person gave them."] if panel.synthetic else [])
    say(f"Wrote {', '.join(map(str, paths))}.")


@app.command()
def partition(
    folder: Folder,
    people: Annotated[
        int | None, typer.Option(min=1, help=f"Participants in each partition, by default {PEOPLE}.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Back to CSV.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep the answers of a study as Parquet partitions instead of CSV, or the other way round; a fit to them stays."""
    target = StudyFolder(folder)
    if csv and people is not None:
        raise NotComputedError("--people does nothing with --csv, which makes one file of each table; leave one out.")
    warn(target.warnings)
    paths = target.write_csv() if csv else target.write_partitions(people or PEOPLE)
    number = 0 if csv else len(paths) // 2
    if as_json:
        print_json({"partitions": number, "files": list(paths)})
    if csv:
        say(f"Wrote {' and '.join(paths)} into {folder}.")
        return
    say(f"Wrote {number} partition{'s' * (number != 1)} into {folder / 'answers'} and {folder / 'participants'}.")


@app.command()
def simulate(
    folder: Folder,
    participants: Annotated[int, typer.Option(min=1, help="How many participants to make up.")],
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Make up a panel, to try the study out; everything made from it is marked synthetic."""
    target = StudyFolder(folder)
    panel, truth = simulated(target.study(), target.design(), participants=participants, seed=seed)
    removed = target.write_panel(panel, seed=seed, truth=truth)
    tell_removed(removed)
    _print_summary(panel, as_json=as_json)
    say(f"Wrote a synthetic panel into {folder}, and the truth behind it in {folder / 'truth.json'}.")


def _print_summary(panel: Panel, *, as_json: bool, extra: Mapping[str, Any] | None = None) -> None:
    """Print who answered, and who should be looked at."""
    flags = quality_flags(panel)
    flagged = flags.filter(pl.any_horizontal(FLAGS))
    if as_json:
        print_json(_facts(panel, flags, flagged) | dict(extra or {}))
        return
    results().print(sentence(panel) + ".")
    show_flagged(flagged)


def show_flagged(flagged: pl.DataFrame) -> None:
    """Print who should be looked at, and why."""
    if flagged.height:
        consequence = "they still count" if flagged.height > 1 else "who still counts"
        title = f"{flagged.height} to look at; {consequence} (set included to false in participants.csv to leave out)"
        show(title, flagged.head(20).select("participant", pl.col("reasons_en").alias("what was noticed")))
    if flagged.height > 20:
        results().print(f"And {flagged.height - 20} more.")


def flag_facts(flags: pl.DataFrame, flagged: pl.DataFrame) -> dict[str, Any]:
    """Return how many were flagged for what, and who, as JSON has it."""
    return {
        "flags": {name: int(flags[name].sum()) for name in FLAGS},
        "flagged": flagged.select("participant", *FLAGS, "reasons_nl", "reasons_en").to_dicts(),
    }


def _facts(panel: Panel, flags: pl.DataFrame, flagged: pl.DataFrame) -> dict[str, Any]:
    return {
        "participants": panel.n_participants,
        "included": int(panel.included.sum()),
        "answers": panel.n_answers,
        "scenarios": len(panel.design.scenarios),
        "versions": len(panel.design.versions),
        "synthetic": panel.synthetic,
        **flag_facts(flags, flagged),
    }
