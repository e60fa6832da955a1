"""Participants who answer while processes are killed, and what the database holds of what was acknowledged to them."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.browser import Browser, hidden
from benchmarks.live_site import LiveSite

READ = """
import json
from collega.web.records.models import Answer, AnswerSent, Interview
real = Interview.objects.filter(study__key="avg")
print(json.dumps({
    "answers": list(Answer.objects.filter(interview__in=real).values_list("interview", "position", "answer")),
    "history": list(AnswerSent.objects.filter(interview__in=real).values_list("interview", "position", "answer")),
    "finished": list(real.filter(completed_at__isnull=False).values_list("pk", flat=True)),
    "sizes": [[each.pk, len(each.order)] for each in real],
}))
"""


@dataclass
class Person(threading.Thread):
    """Answers scenario after scenario, goes back now and then, sends in, and begins anew as somebody else."""

    port: int
    keys: tuple[str, ...]
    told: dict[str, str]
    seed: int
    pause: float = 0.2
    acknowledged: dict[tuple[int, int], str] = field(default_factory=dict)
    sends: Counter[tuple[int, int]] = field(default_factory=Counter)
    sent_in: set[int] = field(default_factory=set)
    unexpected: list[str] = field(default_factory=list)
    failures: int = 0
    taken: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.over, self.browser = threading.Event(), Browser(self.port)
        self._rng = random.Random(self.seed)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.over.is_set():
            self.browser = Browser(self.port, taken=self.taken)
            try:
                self._interview()
            except (AssertionError, TimeoutError) as error:
                self.unexpected.append(repr(error)[:500])
            self.failures += self.browser.failures

    def _interview(self) -> None:
        home = "/take/avg/"
        self.browser.walk("/take/o/avg/open-token/", home, self.told)
        for number in range(1, 22):
            if self.over.is_set():
                return
            self._answer(home, number)
            if number > 1 and self._rng.random() < 0.2:
                self._answer(home, self._rng.randrange(1, number))
        _, page, _ = self.browser.surely(f"{home}check/")
        status, _, _ = self.browser.surely(f"{home}check/", hidden(page))
        assert status == 302, status
        self.sent_in.add(self.browser.interview)

    def _answer(self, home: str, number: int) -> None:
        status, page, _ = self.browser.surely(f"{home}scenario/{number}/")
        assert status == 200, (number, status)
        time.sleep(self._rng.uniform(0, 2 * self.pause))
        answer, place = self._rng.choice(self.keys), (self.browser.interview, number)
        self.sends[place] += 1
        status, text, told = self.browser.surely(
            f"{home}scenario/{number}/", hidden(page) | {"answer": answer}, **{"X-Stays": "yes"}
        )
        assert status == 204, (status, text[-1500:])
        assert "x-next" in told, told
        self.acknowledged[place] = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of what was acknowledged."""

    acknowledged: int
    lost: int
    changed: int
    doubled: int
    half: int
    """Answers without their history or the other way round, and interviews that were sent in with blanks."""
    sent_in_lost: int


def compare(site: LiveSite, people: list[Person]) -> Kept:
    """Return what the database holds of what was acknowledged."""
    return compared(json.loads(site.call(READ)), people)


def compared(stored: dict[str, list[list[int | str]]], people: list[Person]) -> Kept:
    """Return likewise from the rows themselves."""
    answers = {(row[0], row[1]): row[2] for row in stored["answers"]}
    counts = Counter((row[0], row[1]) for row in stored["answers"])
    history: dict[tuple[int | str, int | str], list[int | str]] = {}
    for interview, position, answer in stored["history"]:
        history.setdefault((interview, position), []).append(answer)
    said = {place: answer for person in people for place, answer in person.acknowledged.items()}
    sends: Counter[tuple[int, int]] = sum((person.sends for person in people), Counter())
    finished, given = set(stored["finished"]), Counter(place[0] for place in answers)
    half = sum(place not in history or answer not in history[place] for place, answer in answers.items())
    half += sum(place not in answers for place in history)
    half += sum(bool(pk in finished and given[pk] != size) for pk, size in stored["sizes"])
    return Kept(
        acknowledged=len(said),
        lost=sum(place not in answers for place in said),
        changed=sum(place in answers and answers[place] != answer for place, answer in said.items()),
        doubled=sum(n - 1 for n in counts.values())
        + sum(max(len(history.get(place, [])) - n, 0) for place, n in sends.items()),
        half=half,
        sent_in_lost=len(set().union(*(person.sent_in for person in people)) - finished),
    )
