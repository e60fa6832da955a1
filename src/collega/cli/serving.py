"""The command serve: the website, started by the name of its module so that the command line needs no Django."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from collega.cli.app import app
from collega.errors import NotComputedError


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Web processes, of four threads each; one a core by default.")
    ] = None,
    job_workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that fit, draw and send mail.")] = 1,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Such as postgres://user:password@host/name; SQLite by default.")
    ] = None,
) -> None:
    """Start the website: web processes and workers together; settings come from the environment."""
    arguments = ["--host", host, "--port", str(port), "--job-workers", str(job_workers)]
    arguments += ["--workers", str(workers)] if workers else []
    arguments += ["--database", database] if database else []
    raise typer.Exit(start_site(arguments))


def require_website() -> None:
    """Raise NotComputedError where the website's packages are not installed."""
    if importlib.util.find_spec("django") is None:
        raise NotComputedError("The website needs more packages: pip install 'collega[web]'")


def start_site(arguments: list[str]) -> int:
    """Run the site until it is stopped; NotComputedError where the website's packages are not installed."""
    require_website()
    code: int = importlib.import_module("collega.web.serve").main(arguments)
    return code
