"""A session with 60 phones against a running site: response times beside one phone, and a server killed in between.

A phone looks every three seconds, as its page does, and judges once at some moment of a step: first one phone, then
all at once in the same run. Then the server is killed with SIGKILL while they judge, and started again; every phone
sends until it is answered. What the database holds is compared with what the phones sent.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.session_phones import Phone
from benchmarks.timing import table
from collega.web.serve import default_workers

BAR = 3.0


@dataclass(frozen=True)
class Outcome:
    """What came of a run; times in ms."""

    alone: float
    together: float
    slowest: float
    requests: int
    failures: int
    sent: int
    lost: int
    doubled: int


def run(phones: int = 60, seconds: float = 30.0) -> None:
    found = measure(phones, seconds)
    ratio = found.together / found.alone
    table(
        ["phones at once", "one phone, median ms", f"{phones} phones, median ms", "ratio", "95th percentile, ms",
         "within 3 times"],
        [[phones, found.alone, found.together, ratio, found.slowest, "yes" if ratio <= BAR else "NO"]],
    )  # fmt: skip
    print()
    table(
        ["judgements sent over a SIGKILL", "requests without an answer", "lost", "doubled"],
        [[found.sent, found.failures, found.lost, found.doubled]],
    )
    print(
        f"{found.requests} requests; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}. Steps of "
        f"{seconds:.0f} s, a connection for every request, {default_workers()} web processes of four threads, SQLite."
    )


def measure(phones: int, seconds: float) -> Outcome:
    """Run everything; for the tests too, with few phones."""
    with tempfile.TemporaryDirectory() as name:
        site = Site(Path(name))
        site.start()
        try:
            site.wait()
            session = site.session()
            people = [Phone(site.port, word=session.word) for _ in range(phones)]
            for phone in people:
                phone.join()
            alone = _alone(site, session, people[0], seconds)
            together = _together(site, session, people, seconds)
            failures = _killed(site, session, people, seconds)
            sent, lost, doubled = site.compare(session, people)
        finally:
            site.stop()
    times = sorted(1000 * each for each in together)
    return Outcome(
        alone=1000 * statistics.median(alone), together=statistics.median(times),
        slowest=times[int(0.95 * (len(times) - 1))], requests=len(times) + len(alone), failures=failures, sent=sent,
        lost=lost, doubled=doubled,
    )  # fmt: skip


def _alone(site: Site, session, phone: Phone, seconds: float) -> list[float]:
    """One phone, three times as often as it would: a median of few requests says little."""
    site.step(session)
    phone.taken.clear()
    rng = random.Random(1)
    for _ in range(3):
        phone.sit("agree", seconds / 3, rng)
    return phone.taken[:]


def _together(site: Site, session, people: list[Phone], seconds: float) -> list[float]:
    site.step(session, 6)  # to the first judgements of the next scenario
    for phone in people:
        phone.taken.clear()
    _sit(people, seconds, first=True)
    return [each for phone in people for each in phone.taken]


def _killed(site: Site, session, people: list[Phone], seconds: float) -> int:
    site.step(session, 6)  # to the first judgements of the next scenario
    for phone in people:
        phone.failures = 0
    killer = threading.Thread(target=site.kill_and_start, args=(seconds / 3,))
    killer.start()
    _sit(people, seconds, first=False)
    killer.join()
    return sum(phone.failures for phone in people)


def answer_of(number: int, *, first: bool) -> str:
    """What a phone answers, so that it can be compared with what is stored."""
    keys = ("strongly_disagree", "disagree", "agree", "strongly_agree")
    return keys[(number if first else 3 * number + 1) % 4]


def _sit(people: list[Phone], seconds: float, *, first: bool) -> None:
    with ThreadPoolExecutor(len(people)) as threads:
        done = [
            threads.submit(phone.sit, answer_of(number, first=first), seconds, random.Random(number))
            for number, phone in enumerate(people)
        ]
        for each in done:
            assert each.result() in ("saved", "known"), each.result()


class Site:
    """A site in processes of its own, on a database of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.environment = os.environ | {
            "COLLEGA_MODE": "demo", "COLLEGA_DATA": str(folder), "COLLEGA_HOSTS": "localhost,127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "collega.web.settings", "COLLEGA_URL": f"http://127.0.0.1:{self.port}",
        }  # fmt: skip
        self.environment.pop("DATABASE_URL", None)
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "collega.web.serve", "--port", str(self.port)]
        self.server = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait(self) -> None:
        for _ in range(1200):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.2)
        raise TimeoutError("The site did not start.")

    def kill_and_start(self, after: float) -> None:
        """Kill the server and all its processes without a warning, and start it again."""
        time.sleep(after)
        assert self.server is not None
        for pid in [self.server.pid, *_children(self.server.pid)]:
            os.kill(pid, signal.SIGKILL)
        self.server.wait()
        self.start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait()

    def _call(self, code: str) -> str:
        """Run a few lines in the site's own Django, and return the last line that they print."""
        start = "import django; django.setup()\n"
        made = subprocess.run(
            [sys.executable, "-c", start + code], env=self.environment, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise RuntimeError(made.stderr)
        return "".join(made.stdout.strip().splitlines()[-1:])

    def session(self) -> Opened:
        """Make a study and an open session with three scenarios."""
        return Opened(*self._call(_MAKE).split())

    def step(self, session: Opened, times: int = 1) -> None:
        self._call(_STEP.format(pk=session.pk, times=times))

    def compare(self, session: Opened, people: list[Phone]) -> tuple[int, int, int]:
        """Return how many judgements were sent over the kill, how many are lost or other, and how many doubled."""
        stored = dict(pair.split("=") for pair in self._call(_READ.format(pk=session.pk)).split(",") if pair)
        expected = {str(phone.seat): answer_of(number, first=False) for number, phone in enumerate(people)}
        lost = sum(stored.get(seat) != answer for seat, answer in expected.items())
        return len(people), lost, int(stored.get("doubled", "0"))


@dataclass(frozen=True)
class Opened:
    """A session that is open."""

    pk: str
    word: str


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found


_MAKE = """
from collega.design import compose
from collega.study import template_text
from collega.web import bridge
from collega.web.deeds.session import make_session, open_session
from collega.web.records.models import Study
study = Study.objects.create(key="avg", definition=template_text("avg-data-sharing"))
row = bridge.keep_design(study, compose(study.as_defined, versions=1))
names = row.layout["scenarios"][:3]
session = make_session(study, None, title="Load", scenarios=[(name, "chosen") for name in names])
open_session(session, None)
print(session.pk, session.word)
"""
_STEP = """
from collega.web.deeds.session import go_on
from collega.web.records.models import Session
for _ in range({times}):
    session = Session.objects.get(pk={pk})
    assert go_on(session, None, session.version)
"""
_READ = """
from collections import Counter
from collega.web.deeds.programme import stop_of
from collega.web.records.models import Session, Vote
stop = stop_of(Session.objects.get(pk={pk}))
votes = list(Vote.objects.filter(scenario=stop.scenario, round=stop.round).order_by("seat"))
doubled = sum(n - 1 for n in Counter(vote.seat_id for vote in votes).values())
print(",".join([f"{{vote.seat_id}}={{vote.answer}}" for vote in votes] + [f"doubled={{doubled}}"]))
"""
