"""The short form of ``python -m benchmarks faults``: processes killed under load; and that the comparison sees faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.browser import Browser, hidden
from benchmarks.fault_people import Kept, Person, compared
from benchmarks.faults import killed
from benchmarks.live_site import SqliteFile


@pytest.mark.slow
def test_no_answer_is_lost_doubled_or_changed_by_kills(tmp_path: Path) -> None:
    found = killed(SqliteFile(tmp_path / "database"), tmp_path / "site", kills=3, people=3, work=False)
    kept = found.kept
    assert kept is not None
    assert (kept.lost, kept.changed, kept.doubled, kept.half, kept.sent_in_lost) == (0, 0, 0, 0, 0)
    assert kept.acknowledged > 0
    assert found.hits == sum(found.kills.values()) == 3
    assert found.unexpected == []


def somebody() -> Person:
    person = Person(0, ("yes", "no"), {}, 1)
    person.acknowledged = {(1, 1): "yes", (1, 2): "no"}
    person.sends.update({(1, 1): 1, (1, 2): 2})
    person.sent_in = {1}
    return person


ANSWERS = [[1, 1, "yes"], [1, 2, "no"]]
HISTORY = [[1, 1, "yes"], [1, 2, "yes"], [1, 2, "no"]]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, {}),
        ({"answers": ANSWERS[:1], "history": HISTORY[:1], "finished": []}, {"lost": 1, "sent_in_lost": 1}),
        ({"answers": [[1, 1, "no"], ANSWERS[1]], "history": [[1, 1, "no"], *HISTORY[1:]]}, {"changed": 1}),
        ({"history": [*HISTORY, [1, 2, "no"]]}, {"doubled": 1}),
        ({"answers": [*ANSWERS, ANSWERS[0]]}, {"doubled": 1}),
        ({"history": HISTORY[1:]}, {"half": 1}),
        ({"answers": ANSWERS[:1], "finished": []}, {"lost": 1, "half": 1, "sent_in_lost": 1}),
        ({"sizes": [[1, 3]]}, {"half": 1}),
    ],
)
def test_every_fault_is_seen(change: dict, fault: dict) -> None:
    stored = {"answers": ANSWERS, "history": HISTORY, "finished": [1], "sizes": [[1, 2]]} | change
    nothing = dict.fromkeys(("lost", "changed", "doubled", "half", "sent_in_lost"), 0)
    assert compared(stored, [somebody()]) == Kept(acknowledged=2, **(nothing | fault))


def test_a_browser_sends_what_a_form_hides() -> None:
    page = (
        '<input type="hidden" name="csrfmiddlewaretoken" value="x"><input type="hidden" name="next" value="/">'
        '<input type="hidden" name="request_key" value="a&amp;b">'
    )
    assert hidden(page) == {"request_key": "a&b"}


def test_the_number_of_an_interview_stands_in_its_cookie() -> None:
    from django.core import signing

    for more in ({}, {"long": "x" * 300}):
        cookie = signing.dumps({"interview": 12, **more}, salt="any", key="k", compress=bool(more))
        assert Browser(0, cookies={"interview": cookie}).interview == 12
