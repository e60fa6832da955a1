"""Browsers in a process of their own: reads what to do as JSON from standard input, and prints what came of it.

``closed``: so many threads answer without a pause, each as one participant after another. ``open``: every participant
answers once in ``every`` seconds whatever the site does; a wait for a free thread counts as a wait for the site.
``starts``: so many walk from the link to the first scenario, all at once.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.browser import Browser, hidden


class Participant:
    """One participant of the real or the minimal site; knows the page that is open."""

    def __init__(self, port: int, cookies: dict[str, str], home: str, answer: str, last: int) -> None:
        self.browser = Browser(port, keep_alive=True, cookies=dict(cookies))
        self._home, self._answer, self._last = home, answer, last
        self.number, self._page = 1, ""

    @property
    def over(self) -> bool:
        return self.number >= self._last

    def answer(self) -> float:
        """Save an answer and get the next page; return the seconds of both."""
        if not self._page:
            status, self._page, _ = self.browser.ask(f"{self._home}{self.number}/")
            assert status == 200, (status, self._page[-500:])
        began = time.perf_counter()
        form = hidden(self._page) | {"answer": self._answer}
        status, text, told = self.browser.ask(f"{self._home}{self.number}/", form)
        assert status == 302, (status, text[-500:])
        self.number += 1
        assert told["location"] == f"{self._home}{self.number}/", told["location"]
        status, self._page, _ = self.browser.ask(told["location"])
        assert status == 200, (status, self._page[-500:])
        return time.perf_counter() - began


def _participants(given: dict[str, Any]) -> Iterator[Participant]:
    for cookies in given["cookies"]:
        yield Participant(given["port"], cookies, given["home"], given["answer"], given["last"])


def closed(given: dict[str, Any]) -> dict[str, Any]:
    """Answer without a pause in so many threads for so many seconds, after one answer each to warm up."""
    waiting, lock, times = _participants(given), threading.Lock(), []
    clock = {"end": 0.0}

    def start() -> None:
        clock.update(began=time.perf_counter(), end=time.perf_counter() + given["seconds"])

    ready = threading.Barrier(given["threads"], action=start)

    def next_one() -> Participant | None:
        with lock:
            mine = next(waiting, None)
        if mine is not None:
            mine.answer()
        return mine

    def go_on() -> int:
        mine, failures = next_one(), 0
        ready.wait()
        while mine is not None and time.perf_counter() < clock["end"]:
            if mine.over:
                mine = next_one()
                continue
            try:
                times.append(mine.answer())
            except OSError:
                failures += 1
        return failures

    with ThreadPoolExecutor(given["threads"]) as pool:
        failures = sum(pool.map(lambda _: go_on(), range(given["threads"])))
    took = time.perf_counter() - clock["began"]
    return {"answers": len(times), "seconds": took, "times": times, "failures": failures}


def open_(given: dict[str, Any]) -> dict[str, Any]:
    """Every participant answers once in ``every`` seconds, at a phase of its own."""
    chance, people, times, failures = random.Random(1), list(_participants(given)), [], [0]
    began = time.perf_counter() + 1
    moments = sorted(
        (chance.uniform(0, given["every"]) + turn * given["every"], n)
        for n in range(len(people))
        for turn in range(int(given["seconds"] / given["every"]))
    )
    locks = [threading.Lock() for _ in people]

    def answer(at: float, n: int) -> None:
        with locks[n]:
            try:
                first = not people[n]._page
                people[n].answer()
                if not first:
                    times.append(time.perf_counter() - began - at)
            except OSError:
                failures[0] += 1

    with ThreadPoolExecutor(given["threads"]) as pool:
        for at, n in moments:
            time.sleep(max(0.0, began + at - time.perf_counter()))
            pool.submit(answer, at, n)
    return {"answers": len(times), "seconds": time.perf_counter() - began, "times": times, "failures": failures[0]}


def starts(given: dict[str, Any]) -> dict[str, Any]:
    """Walk from the link to the first scenario, so many at once; seconds of each walk."""
    barrier = threading.Barrier(given["threads"])

    def walk(_: int) -> float:
        browser = Browser(given["port"], keep_alive=True)
        barrier.wait()
        began = time.perf_counter()
        browser.walk(given["link"], given["start"], given["told"])
        return time.perf_counter() - began

    with ThreadPoolExecutor(given["threads"]) as pool:
        times = list(pool.map(walk, range(given["threads"])))
    return {"answers": len(times), "seconds": max(times), "times": times, "failures": 0}


def pages(given: dict[str, Any]) -> dict[str, Any]:
    """Ask pages in turn with a pause, as somebody does who follows progress or asks the virtual colleague."""
    browser, times = Browser(given["port"], keep_alive=True, cookies=dict(given["cookies"][0])), []
    end, n = time.perf_counter() + given["seconds"], 0
    while time.perf_counter() < end:
        began = time.perf_counter()
        status, text, _ = browser.ask(given["paths"][n % len(given["paths"])])
        assert status == 200, (status, text[-500:])
        times.append(time.perf_counter() - began)
        time.sleep(given["pause"])
        n += 1
    return {"answers": len(times), "seconds": given["seconds"], "times": times, "failures": 0}


DOES = {"closed": closed, "open": open_, "starts": starts, "pages": pages}
if __name__ == "__main__":
    asked = json.load(sys.stdin)
    print(json.dumps(DOES[asked["does"]](asked)))
