"""Processor time and queries of an answer (saving it, then the next page), beside an earlier version in one run.

    git worktree add ../before f1ffbc1
    python -m benchmarks.answer_cost ../before

Both sites are called through WSGI in a process of their own, in turn, with the CSRF check that browsers get; SQLite on
disk. Time is the processor's, all threads together, from the first byte of a request to the last of its response.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks import versions
from benchmarks.calibration import calibrate
from benchmarks.timing import table

ROOT = Path(__file__).resolve().parents[1]
GOAL = 1 / 3
INSIDE = r"""
import io, json, os, re, statistics, sys, tempfile, time
from pathlib import Path
from urllib.parse import urlencode

folder = tempfile.TemporaryDirectory()
os.environ |= {"COLLEGA_MODE": "demo", "COLLEGA_DATA": str(Path(folder.name) / "site"),
               "DJANGO_SETTINGS_MODULE": "collega.web.settings"}
os.environ.pop("DATABASE_URL", None)
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from collega.design import compose
from collega.study import template_text
from collega.web import bridge
from collega.web.records.models import NOTICE_PARTS, Collection, Study
from collega.web.wsgi import application

study = Study.objects.create(key="small", definition=template_text("avg-data-sharing"))
bridge.keep_design(study, compose(study.as_defined, versions=2))
study.notice = {part: {"nl": part, "en": part} for part in NOTICE_PARTS}
study.collection, study.launched_at, study.open_token = Collection.OPEN, timezone.now(), "open-token"
study.save()
HOME = "/take/small/"


class Browser:
    def __init__(self):
        self.cookies, self.worked, self.field = {}, 0.0, ""

    def ask(self, path, form=None):
        body = b""
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": self.field}).encode()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.process_time()
        kept = {}
        asked = {"REQUEST_METHOD": "GET" if form is None else "POST", "PATH_INFO": path, "QUERY_STRING": "",
                 "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
                 "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie,
                 "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
                 "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
                 "REMOTE_ADDR": "127.0.0.1", "CONTENT_LENGTH": str(len(body)),
                 "CONTENT_TYPE": "application/x-www-form-urlencoded"}
        response = application(asked, lambda status, headers, *rest: kept.update(status=status, headers=headers))
        text = b"".join(response)
        response.close()
        self.worked = time.process_time() - began
        for name, value in kept["headers"]:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        page = text.decode()
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page):
            self.field = found[1]
        return int(kept["status"][:3]), page


def walk():
    browser = Browser()
    browser.ask("/take/o/small/open-token/")
    browser.ask(HOME)
    browser.ask(HOME, {})
    browser.ask(f"{HOME}consent/")
    browser.ask(f"{HOME}consent/", {"agree": "on"})
    browser.ask(f"{HOME}about-you/", {f"q-{each.key}": each.values[0].key for each in study.as_defined.characteristics})
    browser.ask(f"{HOME}instruction/", {})
    status, page = browser.ask(f"{HOME}scenario/1/")
    assert status == 200, page
    return browser, page


def step(browser, page, number):
    hidden = dict(re.findall(r'name="(request_key|shown)" value="([^"]*)"', page))
    status, _ = browser.ask(f"{HOME}scenario/{number}/", hidden | {"answer": study.as_defined.answer_keys[number % 4]})
    worked = browser.worked
    assert status == 302, status
    status, page = browser.ask(f"{HOME}scenario/{number + 1}/")
    assert status == 200, page
    return 1e3 * (worked + browser.worked), page


def queries():
    # The connection must stay open between requests for its queries to be seen.
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections, reset_queries
    for signal in (request_finished, request_started):
        signal.disconnect(close_old_connections)
    request_started.disconnect(reset_queries)
    browser, page = walk()
    for number in (1, 2):
        with CaptureQueriesContext(connection) as seen:
            _, page = step(browser, page, number)
    own = [each for each in seen.captured_queries if not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", each["sql"])]
    request_started.connect(reset_queries)
    for signal in (request_finished, request_started):
        signal.connect(close_old_connections)
    return len(own)


people = [walk() for _ in range(8)]
pages, taken = [page for _, page in people], []
for number in range(1, 21):
    for n, (browser, _) in enumerate(people):
        milliseconds, pages[n] = step(browser, pages[n], number)
        taken.append(milliseconds)
print(json.dumps({"ms": statistics.median(taken[40:]), "queries": queries()}))
"""


def measure(tree: Path) -> dict[str, float]:
    """Return milliseconds of the processor (median) and queries of an answer in a tree."""
    run = subprocess.run(
        [sys.executable, "-c", INSIDE], cwd=tree, env=os.environ | {"PYTHONPATH": str(tree / "src")}, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure in turn; print medians, and the ratio of the pairs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("earlier", type=Path, help="a checkout of the earlier version")
    parser.add_argument("--pairs", type=int, default=3)
    given = parser.parse_args()
    versions.tell()
    trees = (given.earlier.resolve(), ROOT)
    pairs = [tuple(measure(tree) for tree in trees) for _ in range(given.pairs)]
    ratios = [now["ms"] / before["ms"] for before, now in pairs]
    before, now = ([pair[side] for pair in pairs] for side in (0, 1))
    shown = [
        ["milliseconds of the processor", *(statistics.median(each["ms"] for each in side) for side in (before, now)),
         statistics.median(ratios), min(ratios), max(ratios)],
        ["queries", before[0]["queries"], now[0]["queries"], now[0]["queries"] / before[0]["queries"], None, None],
    ]  # fmt: skip
    table(["an answer, and the next page", "earlier", "now", "ratio", "lowest", "highest"], shown)
    machine = calibrate()
    print(f"{machine}: an answer is {machine.units(statistics.median(each['ms'] for each in now)):.2f} units.")
    reached = "reached" if statistics.median(ratios) <= GOAL else "not reached"
    print(
        f"Goal: a third, {reached}. Pairs: {given.pairs}. Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors."
    )


if __name__ == "__main__":
    main()
