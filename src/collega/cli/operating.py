"""The commands backup, restore and doctor: what whoever runs a site does with it, with the settings of the site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from collega.cli.app import app
from collega.cli.serving import require_website
from collega.processes import Processes
from collega.study import Language


@app.command()
def backup(
    to: Annotated[
        Path | None,
        typer.Option(help="The folder for back-ups; each is a new folder in it. COLLEGA_BACKUPS names one."),
    ] = None,
    recipient: Annotated[str, typer.Option(metavar="AGE", help="Public key (age1...) of whoever may read it.")] = "",
) -> None:
    """Back up the site while it runs: database, secret, look, and what was deleted."""
    options = [*(["--to", str(to.absolute())] if to else []), *(["--recipient", recipient] if recipient else [])]
    raise typer.Exit(_run("backup", *options))


@app.command()
def restore(
    folder: Annotated[Path, typer.Option("--from", help="One back-up.")],
    identity: Annotated[
        Path | None, typer.Option(help="File with the secret key (AGE-SECRET-KEY-...) of an encrypted one.")
    ] = None,
    with_secret: Annotated[
        bool, typer.Option("--with-secret", help="Put the secret and the look back too: on another machine.")
    ] = False,
    deletions: Annotated[
        list[Path] | None, typer.Option(help="The deletions.log of another machine of the site; may be repeated.")
    ] = None,
) -> None:
    """Put a back-up in the place of what is there; what was deleted since stays deleted. Stop the site first."""
    options = [
        *(["--identity", str(identity.absolute())] if identity else []),
        *(["--with-secret"] if with_secret else []),
        *(part for file in deletions or () for part in ("--deletions", str(file.absolute()))),
    ]
    raise typer.Exit(_run("restore", "--from", str(folder.absolute()), *options))


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON to stdout and nothing else.")] = False,
    backups: Annotated[Path | None, typer.Option(help="The folder for back-ups, to see how old the last is.")] = None,
    lang: Annotated[Language, typer.Option(help="Language of what is found and what to do.")] = "en",
) -> None:
    """Look whether all is well with a site, and say what to do where it is not."""
    options = [*(["--json-output"] if as_json else []), *(["--backups", str(backups.absolute())] if backups else [])]
    raise typer.Exit(_run("doctor", "--language", lang, *options))


def _run(*arguments: str) -> int:
    """Run a command of the site in a process of its own, and return its exit code."""
    require_website()
    environment = {"DJANGO_SETTINGS_MODULE": "collega.web.settings"} | os.environ
    with Processes(environment) as processes:
        return processes.run("django", *arguments)
