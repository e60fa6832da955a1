"""The command demo: the whole chain on a simulated panel, as the commands that anyone could type."""

from __future__ import annotations

import contextlib
import io
import time
from pathlib import Path
from typing import Annotated

import typer

from collega.cli.app import AsJson, Seed, app, register
from collega.cli.output import command, print_json, results, say
from collega.cli.serving import start_site
from collega.errors import DataError, Problem
from collega.folder import SITE, STUDY, StudyFolder
from collega.study import template_cases, template_text
from collega.study.load import parse_study
from collega.study.yaml_source import read_yaml

TEMPLATE = "avg-data-sharing"


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option(help="Where to make the study; an earlier demonstration is made anew.")
    ] = Path("demo"),
    participants: Annotated[int, typer.Option(min=1, help="How many professionals to simulate.")] = 50,
    seed: Seed = 1,
    site: Annotated[bool, typer.Option(help="Then start the website with it.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the website.")] = 8000,
    as_json: AsJson = False,
) -> None:
    """Show the whole chain: a study, its design, a simulated panel, a model, insights, advice and the report."""
    began = time.perf_counter()
    _start(folder)
    report = folder / "report-nl.pdf"
    steps = [
        ["design", str(folder), "--versions", "2", "--seed", str(seed)],
        ["simulate", str(folder), "--participants", str(participants), "--seed", str(seed)],
        ["fit", str(folder), "--seed", str(seed)],
        ["insights", str(folder)],
        *(
            ["ask", str(folder), *(f"{key}={level}" for key, level in case.items())]
            for case in template_cases(TEMPLATE)
        ),
        ["report", str(folder), "--lang", "nl", "-o", str(report)],
    ]
    for step in steps:
        if not as_json:
            results().print(f"\n$ {command(*step)}", style="bold cyan")
        _run(step, quiet=as_json)
    seconds = round(time.perf_counter() - began, 1)
    if as_json:
        print_json({"folder": str(folder), "report": str(report), "seconds": seconds, "synthetic": True})
    say(f"\nDone in {seconds} s. The study is in {folder}/, the report in {report}. Everything in it is synthetic.")
    if site:
        if (folder / SITE).exists():
            say(f"The website in {folder / SITE}/ stays as it was. Delete that folder to have it made anew.")
        say("The website starts now. The first pages may take a second: charts are drawn as they are asked for.")
        raise typer.Exit(start_site(["--demo", str(folder), "--port", str(port)]))


def _start(folder: Path) -> None:
    """Make the template's study there, also over one of an earlier version; refuse over anything else."""
    target, text = StudyFolder(folder), template_text(TEMPLATE)
    if not (folder / STUDY).exists():
        target.create(text)
        return
    output = ""
    if target.has_real_answers:
        output = "this folder holds real answers"
    elif not _is_template(folder / STUDY):
        output = "this folder holds another study"
    elif (folder / STUDY).read_text(encoding="utf-8") != text and not target.unchanged(STUDY):
        output = "this folder holds the demonstration, but somebody has changed its study"
    if output:
        hint = "Choose another folder: --folder NAME"
        raise DataError([Problem(file=str(folder), found=f"{output}; nothing was written", hint=hint)])
    target.renew(text)


def _is_template(file: Path) -> bool:
    """Whether this was the template once, perhaps of an earlier version."""
    data = read_yaml(file.read_text(encoding="utf-8", errors="replace"), file.name).data
    return isinstance(data, dict) and data.get("key") == parse_study(template_text(TEMPLATE)).key


def _run(arguments: list[str], *, quiet: bool) -> None:
    """Run a step as if it were typed; what stops a step stops the demonstration."""
    register(arguments)
    with contextlib.redirect_stdout(io.StringIO()) if quiet else contextlib.nullcontext():
        code = app(args=[*arguments, *(["--json"] if quiet else [])], standalone_mode=False)
    if code:
        raise typer.Exit(code)
