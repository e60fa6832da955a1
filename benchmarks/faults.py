"""Processes killed under live load: what was acknowledged stays, once and unchanged; and disks and databases that fail.

Participants answer through the real pages, and send again what got no answer, with the same key, as their page does.
Meanwhile a web process, the worker in the middle of a job, the whole site, or the database's whole group of processes
is killed with SIGKILL, again and again. Then what the database holds is compared with what was acknowledged.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import fault_conditions, fault_work
from benchmarks.fault_people import Kept, Person, compare
from benchmarks.live_site import Database, LiveSite, Postgres, SqliteFile, kill
from benchmarks.timing import table

KILLS = 32  # of each database
APART = 17.0  # seconds between two kills of the worker: one that ends four times in a minute is not started again


@dataclass
class Killing:
    """What was killed, what hit requests under way, and what came of it all."""

    database: str
    kills: Counter[str] = field(default_factory=Counter)
    hits: int = 0
    in_work: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    unanswered: int = 0
    unexpected: list[str] = field(default_factory=list)
    kept: Kept | None = None
    work: fault_work.Done | None = None


def run(kills: int = KILLS) -> None:
    with ThreadPoolExecutor(2) as both:  # at once: starting processes is what takes the time
        tell(list(both.map(lambda make: _killed(make, kills), (SqliteFile, Postgres))))
    fault_conditions.run()


def _killed(make: type[SqliteFile] | type[Postgres], kills: int) -> Killing:
    with tempfile.TemporaryDirectory() as name:
        return killed(make(Path(name) / "database"), Path(name) / "site", kills=kills)


def tell(found: list[Killing]) -> None:
    """Print what came of the kills."""
    table(
        ["database", "kills", "of which", "with requests under way", "requests", "without an answer", "acknowledged",
         "lost", "changed", "doubled", "half", "sent in, lost", "unexpected pages"],
        [[each.database, sum(each.kills.values()), _counts(each.kills), each.hits, each.requests, each.unanswered,
          each.kept.acknowledged, each.kept.lost, each.kept.changed, each.kept.doubled, each.kept.half,
          each.kept.sent_in_lost, len(each.unexpected)] for each in found if each.kept],
    )  # fmt: skip
    table(
        ["database", "worker killed in", "mails sent", "sent twice", "uncertain", "work not done once"],
        [[each.database, _counts(each.in_work), each.work.mails_sent, each.work.mails_twice, each.work.mails_uncertain,
          "; ".join(each.work.problems) or "none"] for each in found if each.work],
    )  # fmt: skip
    for each in found:
        for line in each.unexpected[:3]:
            print(f"{each.database}: {line}")
    print(f"Processors: {os.cpu_count()}, busy with {os.getloadavg()[0]:.1f} processes in the last minute.", flush=True)


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items())) or "-"


def killed(
    database: Database, folder: Path, *, kills: int, people: int = 8, work: bool = True, seed: int = 1
) -> Killing:
    """Kill so many times while people answer; return what came of it."""
    found, post = Killing(database.name), fault_work.Post()
    database.start()
    site = LiveSite(folder, database, workers=2, COLLEGA_MAIL_HOST="127.0.0.1", COLLEGA_MAIL_PORT=str(post.port))
    try:
        site.call("from django.core.management import call_command; call_command('prepare')")
        made = fault_work.make(site, work=work)
        site.start()
        site.wait()
        crowd = [Person(site.port, tuple(made["keys"]), made["told"], n) for n in range(people)]
        for person in crowd:
            person.start()
        killer = _Killer(site, crowd, found, random.Random(seed))
        killer.kill(kills)
        killer.kill_in_work(fault_work.KINDS if work else ())  # apart: a job fails at its third dead worker, as it must
        for person in crowd:
            person.over.set()
        for person in crowd:
            person.join(timeout=120)
        found.unanswered = sum(person.failures for person in crowd)
        found.requests = sum(len(person.taken) for person in crowd) + found.unanswered
        found.unexpected = [each for person in crowd for each in person.unexpected]
        found.kept = compare(site, crowd)
        if work:
            site.wait()
            _until(lambda: not fault_work.unfinished(database), 300)
            found.work = fault_work.done(site, post)
    finally:
        site.stop()
        database.stop()
        post.stop()
    return found


@dataclass
class _Killer:
    site: LiveSite
    crowd: list[Person]
    found: Killing
    rng: random.Random

    def kill(self, kills: int) -> None:
        """Kill web processes, the site and the database so often."""
        web, site = ("web", self._web), ("site", self._site)
        others: list[tuple[str, Callable[[], None]]] = [web, web, web, site, web, web, web, web]
        if isinstance(self.site.database, Postgres):
            others = [("database", self._database), web, ("database", self._database), *others[:5]]
        for n in range(kills):
            self._go_on()
            time.sleep(self.rng.uniform(0.0, 0.5))
            self._hit(*others[n % len(others)])
        self._go_on()

    def kill_in_work(self, kinds: Sequence[str]) -> None:
        """Begin work of each kind, and kill the worker in the middle of it; that hits nobody's request."""
        for kind in kinds:
            if not self._begin(kind):
                continue  # what could not begin is missing among the jobs that are looked at in the end
            if _until(lambda kind=kind: kind in fault_work.running(self.site.database), 150, every=0.02):
                time.sleep(self.rng.uniform(0.0, 0.4))
                kill(self.site.processes("django worker"))
                self.found.in_work[fault_work.TITLES[kind]] += 1
                self._tell(f"worker, in a {fault_work.TITLES[kind]},")
            time.sleep(APART)

    def _begin(self, kind: str) -> bool:
        """Queue it; again where what it needs is not there yet. Return whether it was."""
        end = time.monotonic() + 900
        while True:
            try:
                self.site.call(fault_work.BEGIN[kind])
            except RuntimeError as error:
                if time.monotonic() > end:
                    self.found.unexpected.append(f"{kind} could not begin: {str(error).splitlines()[-1]}")
                    return False
                time.sleep(1)
            else:
                return True

    def _go_on(self, requests: int = 12) -> None:
        """Let the site answer, and people go on, before the next kill."""
        self.site.wait()
        before, end = sum(len(each.taken) for each in self.crowd), time.monotonic() + 60
        while sum(len(each.taken) for each in self.crowd) < before + requests and time.monotonic() < end:
            time.sleep(0.05)

    def _hit(self, name: str, do: Callable[[], None]) -> None:
        """Kill while somebody waits for an answer."""
        end = time.monotonic() + 3
        while not (under_way := any(each.browser.waiting for each in self.crowd)) and time.monotonic() < end:
            time.sleep(0.001)
        do()
        self.found.kills[name] += 1
        self.found.hits += under_way
        self._tell(name)

    def _tell(self, what: str) -> None:
        answered = sum(len(each.taken) for each in self.crowd)
        print(f"{time.strftime('%H:%M:%S')} {self.found.database}: {what} killed, {answered} requests answered",
              file=sys.stderr, flush=True)  # fmt: skip

    def _web(self) -> None:
        """Kill one of the two processes that answer pages."""
        if processes := self.site.web_processes():
            kill([self.rng.choice(processes)])

    def _site(self) -> None:
        self.site.kill_all()
        self.site.start()

    def _database(self) -> None:
        assert isinstance(self.site.database, Postgres)
        self.site.database.kill()
        time.sleep(self.rng.uniform(0, 1))
        self.site.database.start()


def _until(condition: Callable[[], bool], seconds: float, *, every: float = 0.5) -> bool:
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(every)
    return met
