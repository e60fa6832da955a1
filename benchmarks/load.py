"""Many people at once, through the real pages, from another process; ratios beside a minimal Django view in one run.

On SQLite and on PostgreSQL: answers without a pause beside the minimal view (:mod:`benchmarks.minimal_site`) on one
kind of server and database, in turn; with and without an owner who follows progress; one web process and two; then a
thousand participants who each answer every ten seconds, 64 who start at once and somebody who asks the virtual
colleague; and the memory of a web process over 20,000 requests.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.calibration import calibrate
from benchmarks.live_site import LiveSite, Postgres, SqliteFile
from benchmarks.load_sites import MAKE, MinimalSite
from benchmarks.timing import table

ROOT = Path(__file__).resolve().parents[1]
ANSWERS, LAST = 20, 21
SECONDS, PAIRS, THREADS = 10.0, 3, 8
REQUESTS = 20_000
LEAST_RATE, MOST_TIME, MOST_SLOWER, LEAST_GAIN = 0.5, 2.0, 1.2, 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Answers a second, and the median and 95th percentile of an answer with the page after it (ms)."""

    rate: float
    median: float
    p95: float
    answers: int
    failures: int

    @classmethod
    def of(cls, found: dict[str, Any]) -> Run:
        times = sorted(1e3 * each for each in found["times"])
        assert times, found
        return cls(
            rate=len(times) / found["seconds"], median=statistics.median(times), answers=len(times),
            p95=times[int(0.95 * (len(times) - 1))], failures=found["failures"],
        )  # fmt: skip


class Driving:
    """A driver process that works until :meth:`done`."""

    def __init__(self, **asked: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.load_driver"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked))
        self._process.stdin.close()

    def done(self) -> Run:
        assert self._process.stdout is not None
        told = self._process.stdout.read()
        if self._process.wait():
            raise RuntimeError("The driver failed.")
        return Run.of(json.loads(told.splitlines()[-1]))


class Crowd:
    """The participants of a site, each used once."""

    def __init__(self, made: dict[str, Any], port: int) -> None:
        self.made, self._port, self._left = made, port, list(made["people"])

    def some(self, number: int) -> list[dict[str, str]]:
        taken, self._left = self._left[:number], self._left[number:]
        assert taken, "all participants have answered"
        return taken

    def drive(self, does: str, people: int, **more: Any) -> Driving:
        """Let some of them answer."""
        return Driving(does=does, port=self._port, cookies=self.some(people), home="/take/load/scenario/",
                       answer="agree", last=LAST, **more)  # fmt: skip

    def follow(self, cookies: dict[str, str], paths: list[str], seconds: float, pause: float) -> Driving:
        return Driving(does="pages", port=self._port, cookies=[cookies], paths=paths, seconds=seconds, pause=pause)

    def begin(self, number: int) -> Driving:
        return Driving(does="starts", port=self._port, threads=number, link="/take/o/load/open-token/",
                       start="/take/load/", told=self.made["told"])  # fmt: skip


def run(seconds: float = SECONDS, pairs: int = PAIRS, requests: int = REQUESTS) -> None:
    for make in (Postgres, SqliteFile):
        with tempfile.TemporaryDirectory() as name:
            _measure(make, Path(name), seconds, pairs, requests if make is SqliteFile else 0)


def _measure(make: type, folder: Path, seconds: float, pairs: int, requests: int) -> None:
    database, plain = make(folder / "database"), make(folder / "minimal" / "database")
    for each in (database, plain):
        each.start()
    site, minimal = LiveSite(folder / "site", database), MinimalSite(folder / "minimal", plain)
    print(f"\n## {database.name}\n\n{calibrate()}; load {os.getloadavg()[0]:.1f}\n", flush=True)
    try:
        site.call("from django.core.management import call_command; call_command('prepare')")
        made = json.loads(site.call(f"PEOPLE = 3000\n{MAKE}"))
        site.start()
        minimal.start()
        site.wait()
        minimal.wait()
        crowd = Crowd(made, site.port)
        first = _beside_minimal(crowd, minimal, seconds, pairs)
        _followed(crowd, seconds, pairs)
        _thousand(crowd, 3 * seconds)
        site.stop()
        two = LiveSite(folder / "site", database, workers=2)
        two.start()
        two.wait()
        _two_processes(Crowd(made | {"people": crowd.some(1000)}, two.port), first, seconds)
        two.stop()
        if requests:
            site.start()
            site.wait()
            _memory(site, crowd, requests)
    finally:
        site.stop()
        minimal.stop()
        for each in (database, plain):
            each.stop()


def _beside_minimal(crowd: Crowd, minimal: MinimalSite, seconds: float, pairs: int) -> Run:
    found = []
    for _ in range(pairs):
        plain = Driving(does="closed", port=minimal.port, cookies=[{} for _ in range(2000)], home="/page/", answer="1",
                        last=LAST, seconds=seconds, threads=THREADS).done()  # fmt: skip
        found.append((plain, crowd.drive("closed", 120, seconds=seconds, threads=THREADS).done()))
    rate = statistics.median(real.rate / plain.rate for plain, real in found)
    time = statistics.median(real.p95 / plain.p95 for plain, real in found)
    rows = [
        [name, *(statistics.median(getattr(pair[side], each) for pair in found) for each in ("rate", "median", "p95"))]
        for side, name in ((0, "minimal view"), (1, "an answer, and the next page"))
    ]
    table([f"{THREADS} threads without a pause", "a second", "median, ms", "95%, ms"], rows)
    _bar("rate beside the minimal view, at least", LEAST_RATE, rate, rate >= LEAST_RATE)
    _bar("95th percentile beside the minimal view, at most", MOST_TIME, time, time <= MOST_TIME)
    return found[-1][1]


def _followed(crowd: Crowd, seconds: float, pairs: int) -> None:
    """Four participants at once, as a study of some hundreds has, without and with an owner who follows progress."""
    ratios = []
    for _ in range(pairs):
        alone = crowd.drive("closed", 60, seconds=seconds, threads=2).done()
        owner = crowd.follow(crowd.made["owner"], ["/workbench/load/monitor/"], seconds, 2.0)
        with_owner = crowd.drive("closed", 60, seconds=seconds, threads=2).done()
        owner.done()
        ratios.append((with_owner.median / alone.median, with_owner.p95 / alone.p95))
    median, high = (statistics.median(each) for each in zip(*ratios, strict=True))
    _bar("median with an owner who follows progress, at most", MOST_SLOWER, median, median <= MOST_SLOWER)
    _bar("95th percentile with that owner, at most", MOST_SLOWER, high, high <= MOST_SLOWER)


def _thousand(crowd: Crowd, seconds: float) -> None:
    asked = crowd.follow({}, crowd.made["cases"], seconds, 1.0)
    people = crowd.drive("open", 1000, seconds=seconds, every=10.0, threads=64)
    starters = crowd.begin(64).done()
    colleague, answers = asked.done(), people.done()
    table(
        ["1,000 participants, each every 10 s, for a while", "done", "a second", "median, ms", "95%, ms", "no answer"],
        [["answers", answers.answers, answers.rate, answers.median, answers.p95, answers.failures],
         ["64 starts at once, to the first scenario", starters.answers, None, starters.median, starters.p95, 0],
         ["questions to the virtual colleague", colleague.answers, None, colleague.median, colleague.p95, 0]],
    )  # fmt: skip
    print("Goal: 100 answers a second at a 95th percentile under 150 ms: "
          f"{'yes' if answers.rate >= 95 and answers.p95 < 150 else 'NO'}. Driver and site share "
          f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}.\n", flush=True)  # fmt: skip


def _memory(site: LiveSite, crowd: Crowd, requests: int) -> None:
    """Answers in four parts of a quarter of the requests; the memory of the web process after each."""
    megabytes = []
    for _ in range(4):
        (pid,) = site.web_processes()
        each = requests // 4 // 2
        crowd.drive("closed", -(-each // ANSWERS), seconds=3600, threads=THREADS).done()
        megabytes.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20)
    table([f"memory of a web process, MB, after {n * requests // 4:,} requests" for n in range(1, 5)], [megabytes])
    growth = megabytes[-1] / megabytes[0]
    _bar(f"memory after {requests:,} requests beside {requests // 4:,}, at most", 1.05, growth, growth <= 1.05)


def _two_processes(crowd: Crowd, one: Run, seconds: float) -> None:
    two = crowd.drive("closed", 200, seconds=seconds, threads=THREADS).done()
    gain = two.rate / one.rate
    _bar("rate with two web processes beside one, at least", LEAST_GAIN, gain, gain >= LEAST_GAIN)
    print(f"The driver needs a processor of its own; here are {os.cpu_count()}, load {os.getloadavg()[0]:.1f}.\n")


def _bar(what: str, bar: float, found: float, reached: bool) -> None:
    print(f"{what} {bar:g}: {found:.2f}, {'yes' if reached else 'NO'}\n", flush=True)
