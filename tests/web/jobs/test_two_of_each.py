"""Two web processes and two workers on one PostgreSQL: sessions, limits, memory and jobs are right with all of them."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from benchmarks.browser import Browser, hidden
from benchmarks.live_site import LiveSite, Postgres
from tests.web.jobs.test_killed_worker import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("postgres" not in settings.DATABASES["default"]["ENGINE"], reason="of PostgreSQL alone"),
]
MAKE = """
import json
from django.test import Client
from collega.web.queue import enqueue
from collega.web.records.models import Collection, Publication, Role, Study
from tests.web.conftest import make_member
from tests.web.results.conftest import make_fitted
from collega.web.deeds import publication

study, row = make_fitted(publication=Publication.PUBLIC)
publication.publish(row)
study.collection, study.open_token, study.advice_first = Collection.OPEN, "open-token", False
study.notice = {part: {"nl": part, "en": part} for part in ("purpose", "controller", "legal_basis", "recipients",
                                                           "retention", "rights", "contact")}
study.save()
client = Client()
client.force_login(make_member(study))
for n in range(12):
    enqueue("count", study, number=n)
print(json.dumps({"session": client.cookies["session"].value}))
"""
JOBS = """
import json
from collega.web.records.models import Job
print(json.dumps(list(Job.objects.filter(kind="count").values_list("state", "attempts"))))
"""
ANOTHER_FIT = """
import io, json
import numpy as np
from collega.model.estimate import estimate
from collega.model.store import pack_fit
from collega.web import bridge
from collega.web.records.models import Deletion, StoredFit
row = StoredFit.objects.get(published=True)
values, arrays = pack_fit(estimate(bridge.panel_of(row.study, row.kind).counted, "pooled", seed=1))
buffer = io.BytesIO()
np.savez(buffer, allow_pickle=False, **arrays)
row.values, row.arrays = json.loads(json.dumps(values)), buffer.getvalue()
row.save()
Deletion.objects.create()
"""


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[LiveSite, str]]:
    with tempfile.TemporaryDirectory() as name:  # not pytest's own: the server is another user where this one is root
        yield from running_site(Path(name))


def running_site(folder: Path) -> Iterator[tuple[LiveSite, str]]:
    database = Postgres(folder / "database", "-c fsync=off")
    database.start()
    paths = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    running = LiveSite(folder / "site", database, workers=2, job_workers=2, PYTHONPATH=paths)
    try:
        running.call("from django.core.management import call_command; call_command('prepare')")
        made = json.loads(running.call(MAKE))
        running.start()
        running.wait()
        yield running, made["session"]
    finally:
        running.stop()
        database.stop()


def work_of(pid: int) -> int:
    """Clock ticks that a process has worked."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))


def test_there_are_two_of_each(site: tuple[LiveSite, str]) -> None:
    assert len(site[0].web_processes()) == 2
    assert len(site[0].processes("django worker")) == 2


def test_a_session_holds_in_both_web_processes(site: tuple[LiveSite, str]) -> None:
    running, session = site
    before = {pid: work_of(pid) for pid in running.web_processes()}
    for _ in range(30):  # a connection each, so that both answer
        assert Browser(running.port, cookies={"session": session}).ask("/workbench/small/")[0] == 200
    assert all(work_of(pid) > ticks for pid, ticks in before.items())
    for _ in range(4):
        assert Browser(running.port).ask("/workbench/small/")[0] == 302


def test_jobs_are_done_once_whichever_worker_takes_them(site: tuple[LiveSite, str]) -> None:
    until(lambda: all(state == "done" for state, _ in json.loads(site[0].call(JOBS))), 90)
    assert json.loads(site[0].call(JOBS)) == [["done", 1]] * 12


def test_an_answer_sent_to_both_is_saved_once(site: tuple[LiveSite, str]) -> None:
    browser = Browser(site[0].port)
    page = browser.walk("/take/o/small/open-token/", "/take/small/", {"q-post": "x"})
    form = hidden(page) | {"answer": "yes"}
    assert {browser.ask("/take/small/scenario/1/", form)[0] for _ in range(8)} == {302}
    count = "from collega.web.records.models import *\nprint(Answer.objects.filter(interview={0}).count(), "
    count += "AnswerSent.objects.filter(interview={0}).count())"
    assert site[0].call(count.format(browser.interview)) == "1 1"


def test_a_limit_counts_in_both(site: tuple[LiveSite, str]) -> None:
    codes = []
    for n in range(22):
        browser = Browser(site[0].port)
        browser.ask("/take/small/code/")
        codes.append(browser.ask("/take/small/code/", {"code": f"WRONG-{n:04}"})[0])
    assert codes[-1] == 429
    assert 429 not in codes[:19]


def test_what_was_deleted_is_in_the_memory_of_neither(site: tuple[LiveSite, str]) -> None:
    """After a deletion a fit holds something else under the same number: no process may go on with the old one."""
    running, _ = site

    def shares() -> set[str]:
        pages = [Browser(running.port).ask("/results/small/colleague/?who=a&what=b") for _ in range(16)]
        assert {status for status, _, _ in pages} == {200}
        return {each for _, page, _ in pages for each in re.findall(r"big-number[^>]*>\s*([^<]+)", page)}

    before = shares()
    running.call(ANOTHER_FIT)
    after = shares()
    assert before
    assert after
    assert not before & after
