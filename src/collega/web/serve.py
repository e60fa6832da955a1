"""Start the site: prepare the database, then web processes and workers side by side under one command.

Runs as ``python -m collega.web.serve``; the command ``collega serve`` calls it. Imports no Django itself: every step is
a process of its own, so that the web server and the worker can also be run apart.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from collega import stopping
from collega.folder import SITE
from collega.processes import Processes
from collega.stopping import Stopped
from collega.web.environment import MODES, hosts_in, one_of
from collega.web.theme import theme_problem

_NO_HOSTS = (
    "COLLEGA_HOSTS is not set: the names under which people reach the site, such as collega.example.org. "
    "Set it (docs/how-to/run-the-site.md), or look at the demonstration first: collega demo --site"
)


def main(arguments: list[str] | None = None) -> int:
    """Start everything, and again what ends; stop it all when something keeps ending or a signal comes (no failure)."""
    options = _parser().parse_args(arguments)
    environment = _environment(options)
    wrong = _wrong(environment)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    demo = ["--demo", options.demo] if options.demo else []
    with Processes(environment) as processes:
        try:
            code = processes.run("django", "prepare", *demo)
            if code:
                print("The database could not be prepared; the lines above say why. The site was not started.",
                      file=sys.stderr)  # fmt: skip
                return 1
            return processes.keep_running(_web(options), *([["django", "worker"]] * options.job_workers))
        except Stopped as stopped:
            print(f"The site stops ({stopped.cause}). Work that was not done starts again with the next start.",
                  file=sys.stderr)  # fmt: skip
            return 0


def default_workers() -> int:
    """Return one web process for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="collega serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=default_workers())
    parser.add_argument("--job-workers", type=int, default=1)
    parser.add_argument("--database", default="")
    parser.add_argument("--demo", default="", metavar="FOLDER")
    return parser


def _environment(options: argparse.Namespace) -> dict[str, str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "collega.web.settings"}
    if options.database:
        environment["DATABASE_URL"] = options.database
    if options.demo:
        environment |= {
            "COLLEGA_MODE": "demo",
            "COLLEGA_URL": f"http://{options.host}:{options.port}",
            "COLLEGA_HOSTS": f"{options.host},localhost,127.0.0.1",
            "COLLEGA_DATA": str(Path(options.demo) / SITE),
        }
    return environment


def _wrong(environment: dict[str, str]) -> str | None:
    """Return what is wrong with the settings, where that can be told before anything starts."""
    try:
        mode = one_of(environment, "COLLEGA_MODE", MODES)
    except ValueError as error:
        return str(error)
    if mode == "production" and not hosts_in(environment.get("COLLEGA_HOSTS", "")):
        return _NO_HOSTS
    return theme_problem(environment.get("COLLEGA_THEME", ""), _data(environment))


def _data(environment: dict[str, str]) -> Path:
    return Path(environment.get("COLLEGA_DATA", "collega-data")).resolve()


def _web(options: argparse.Namespace) -> list[str]:
    return [
        "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
        "--workers", str(options.workers), "--respawn-failed-workers", "--respawn-interval", "1",
        "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
        "collega.web.wsgi:application",
    ]  # fmt: skip


if __name__ == "__main__":
    stopping.install()
    sys.exit(main())
