"""Start the site: prepare the database, then web server and worker side by side under one command.

Runs as ``python -m collega.web.serve``; the command ``collega serve`` calls it. Imports no Django itself: every step is
a process of its own, so that the web server and the worker can also be run apart.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from collega.folder import SITE
from collega.web.theme import theme_problem

_GRACE = 10.0
_NO_HOSTS = (
    "COLLEGA_HOSTS is not set: the names under which people reach the site, such as collega.example.org. "
    "Set it (docs/how-to/run-the-site.md), or look at the demonstration first: collega demo --site"
)


def main(arguments: list[str] | None = None) -> int:
    """Start everything, and stop everything when one of both ends or a signal comes."""
    given = _parser().parse_args(arguments)
    environment = _environment(given)
    if environment.get("COLLEGA_MODE", "production") == "production" and not environment.get("COLLEGA_HOSTS"):
        print(_NO_HOSTS, file=sys.stderr)
        return 2
    wrong = theme_problem(environment.get("COLLEGA_THEME", ""), _data(environment))
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    demo = ["--demo", given.demo] if given.demo else []
    subprocess.run([sys.executable, "-m", "django", "prepare", *demo], env=environment, check=True)
    return _together([_web(given), [sys.executable, "-m", "django", "worker"]], environment)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="collega serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--database", default="")
    parser.add_argument("--demo", default="", metavar="FOLDER")
    return parser


def _environment(given: argparse.Namespace) -> dict[str, str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "collega.web.settings"}
    if given.database:
        environment["DATABASE_URL"] = given.database
    if given.demo:
        environment |= {
            "COLLEGA_MODE": "demo",
            "COLLEGA_URL": f"http://{given.host}:{given.port}",
            "COLLEGA_HOSTS": f"{given.host},localhost,127.0.0.1",
            "COLLEGA_DATA": str(Path(given.demo) / SITE),
        }
    return environment


def _data(environment: dict[str, str]) -> Path:
    return Path(environment.get("COLLEGA_DATA", "collega-data")).resolve()


def _web(given: argparse.Namespace) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", given.host, "--port", str(given.port),
        "--workers", "1", "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
        "collega.web.wsgi:application",
    ]  # fmt: skip


def _together(commands: list[list[str]], environment: dict[str, str]) -> int:
    processes = [subprocess.Popen(command, env=environment) for command in commands]

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
        ended = next(process for process in processes if process.poll() is not None)
        print(f"'{' '.join(ended.args)}' ended; the site stops.", file=sys.stderr)  # type: ignore[arg-type]
        return ended.returncode or 1
    except KeyboardInterrupt:
        return 0
    finally:
        _end(processes)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    limit = time.monotonic() + _GRACE
    for process in processes:
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
