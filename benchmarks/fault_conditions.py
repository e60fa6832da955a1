"""Disks that are full or read-only, a locked and a missing database: what a participant sees, and that nothing is lost.

One answer is sent while something is wrong, as the page's script sends it, then once more when all is well, with the
same key. Mounting needs the rights of root; without them the two rows of disks say so.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browser import Browser, hidden
from benchmarks.fault_work import make
from benchmarks.live_site import Database, LiveSite, Postgres, SqliteFile, kill
from benchmarks.timing import table

READ = """
import json
from collega.web.records.models import Answer, AnswerSent
print(json.dumps([list(Answer.objects.values_list("answer", flat=True)), AnswerSent.objects.count()]))
"""
MEGABYTES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of one answer while something was wrong, and of sending it again."""

    what: str
    database: str
    status: int | None
    """None where no answer came."""
    said: str
    on_device: bool
    seconds: float
    again: int
    kept_once: bool


def run(seconds: float = 30.0, gone: float = 60.0) -> None:
    """Try all, and print one table."""
    rows = list(_all(seconds, gone))
    table(
        ["what is wrong", "database", "status", "what the page says", "kept on the device", "after, s", "sent again",
         "kept once"],
        [[row.what, row.database, row.status, row.said, row.on_device, row.seconds, row.again, row.kept_once]
         for row in rows],
    )  # fmt: skip


def _all(seconds: float, gone: float) -> Iterator[Seen]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "disk"
        folder.mkdir()
        if os.getuid() == 0 and _mount(folder, "size", f"{MEGABYTES}m"):
            try:
                with _site(SqliteFile(folder), Path(name) / "site") as (site, browser):
                    yield _tried(site, browser, 1, "full disk", lambda: _full(folder), lambda: _room(folder))
                    yield _tried(site, browser, 2, "read-only disk", lambda: _read_only(site, folder),
                                 lambda: _writable(folder))  # fmt: skip
            finally:
                subprocess.run(["umount", "-l", str(folder)], check=False)
        else:
            print("Disks that are full or read-only were not tried: they need the rights to mount one.")
    with _folder() as here, _site(SqliteFile(here / "database"), here / "site") as (site, browser):
        yield _tried(site, browser, 1, f"write lock of {seconds:.0f} s", _locked(site, seconds), lambda: None)
    with _folder() as here:
        database = Postgres(here / "database")
        with _site(database, here / "site") as (site, browser):
            yield _tried(site, browser, 1, f"write lock of {seconds:.0f} s", _locked(site, seconds), lambda: None)
            yield _tried(site, browser, 2, f"database gone for {gone:.0f} s", database.kill,
                         lambda: (time.sleep(gone), database.start()))  # fmt: skip


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@contextmanager
def _site(database: Database, folder: Path) -> Iterator[tuple[LiveSite, Browser]]:
    database.start()
    site = LiveSite(folder, database)
    try:
        site.call("from django.core.management import call_command; call_command('prepare')")
        made = make(site, work=False)
        site.start()
        site.wait()
        browser = Browser(site.port)
        browser.walk("/take/o/avg/open-token/", "/take/avg/", made["told"])
        yield site, browser
    finally:
        site.stop()
        database.stop()


def _tried(
    site: LiveSite, browser: Browser, number: int, what: str, wrong: Callable[[], object], well: Callable[[], object]
) -> Seen:
    path = f"/take/avg/scenario/{number}/"
    form = hidden(browser.surely(path)[1]) | {"answer": "agree"}
    wrong()
    began, status, text, told = time.perf_counter(), None, "", {}
    with suppress(OSError):
        status, text, told = browser.ask(path, form, **{"X-Stays": "yes"})
    taken = time.perf_counter() - began
    kept = any("pending" in cookie for cookie in browser.cookies)
    said = "the answer is saved" if status == 204 else _said(told, text)
    well()
    site.wait()
    again, _, _ = browser.surely(path, form, **{"X-Stays": "yes"})
    answers, history = json.loads(site.call(READ))
    return Seen(
        what=what, database=site.database.name, status=status, said=said, on_device=kept or status == 204,
        seconds=taken, again=again, kept_once=(len(answers), history) == (number, number),
    )  # fmt: skip


def _said(told: dict[str, str], text: str) -> str:
    if told.get("x-unsaved"):
        return "not saved; the choice stands, try again"
    return "no answer" if not text else f"a page that says nothing of it: {text[:60]!r}"


def _mount(folder: Path, option: str, value: str) -> bool:
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"{option}={value}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    return made.returncode == 0


def _full(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def _room(folder: Path) -> None:
    (folder / "filler").unlink()


def _read_only(site: LiveSite, folder: Path) -> None:
    """Make the disk read-only, as Linux does with one that fails: nobody may have a file open for writing meanwhile."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        kill([*site.web_processes(), *site.processes("django worker")])
        if subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=False, capture_output=True).returncode == 0:
            break
        time.sleep(0.05)
    else:
        raise TimeoutError("The disk could not be made read-only.")
    _alive(site)


def _alive(site: LiveSite) -> None:
    """Wait until a web process lives again, database or not."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            if Browser(site.port, patience=30).ask("/health/live/")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError("No web process answers.")


def _writable(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)


def _locked(site: LiveSite, seconds: float) -> Callable[[], None]:
    """Hold what saving an answer needs, for so long, from another process's connection."""

    def hold(ready: threading.Event) -> None:
        database = site.database
        if isinstance(database, SqliteFile):
            with closing(sqlite3.connect(database.file, timeout=20, isolation_level=None)) as base:
                base.execute("BEGIN IMMEDIATE")
                ready.set()
                time.sleep(seconds)
                base.execute("ROLLBACK")
            return
        import psycopg

        with psycopg.connect(site.database.url.replace("postgres://", "postgresql://")) as connection:
            connection.execute("SELECT pk FROM (SELECT id AS pk FROM records_interview FOR UPDATE) held")
            ready.set()
            time.sleep(seconds)
            connection.rollback()

    def start() -> None:
        ready = threading.Event()
        threading.Thread(target=hold, args=(ready,), daemon=True).start()
        assert ready.wait(30)

    return start
