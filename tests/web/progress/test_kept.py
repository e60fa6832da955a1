"""How a collection goes is counted anew after everything that changes it, by the page or by the worker."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.deeds import analysis, collection, retention, withdrawal
from collega.web.deeds.design import drop_rehearsals, keep_simulated
from collega.web.jobs.kinds import perform
from collega.web.progress import kept
from collega.web.progress.kept import counted
from collega.web.records.models import Interview, Job, Kind, Study, current_design
from tests.web.conftest import make_member
from tests.web.workbench.collect.test_batches import answer

pytestmark = pytest.mark.django_db


def simulated(study):
    design = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(design), participants=12, seed=1)
    keep_simulated(study, None, panel, design, seed=1)


def first(study):
    return Interview.objects.filter(study=study, kind=Kind.REAL).order_by("pseudonym").first()


DEEDS = {
    "five more finish": lambda study: [answer(study, 50 + n) for n in range(5)],
    "one more finishes": lambda study: answer(study, 60),
    "one withdraws": lambda study: withdrawal.withdraw(first(study)),
    "one is left out": lambda study: analysis.leave_out(first(study), None, "too fast"),
    "one is included again": lambda study: analysis.include_again(first(study), None),
    "a panel is simulated": simulated,
    "rehearsals go": drop_rehearsals,
    "the study closes": lambda study: collection.close(study, None),
    "one is left out after the closing": lambda study: analysis.leave_out(first(study), None, "too fast"),
    "the answers are deleted": retention.erase,
}


def test_after_every_deed_the_counts_are_those_of_the_rows(open_study):
    for n in range(7):
        answer(open_study, n)
    for name, deed in DEEDS.items():
        deed(Study.objects.get(pk=open_study.pk))
        study = Study.objects.get(pk=open_study.pk)
        known, late = counted(study), study.watched
        kept.count_anew(study, timezone.now())
        for part in ("flags", "signs", "in_view", "left_out", "answered", "hashes", "versions", "details"):
            assert late[part] == study.watched[part], (name, part)
        assert not known.late, name
    assert known.answered == {"real": 0, "simulated": 0, "preview": 0}


def test_a_large_study_is_counted_by_the_worker(client, open_study, monkeypatch):
    monkeypatch.setattr(kept, "FEW", 3)
    client.force_login(make_member(open_study))
    for n in range(5):
        answer(open_study, n)
    for room in ("monitor", "participants"):
        page = client.get(f"/workbench/small/{room}/", headers={"accept-language": "en"})
        assert "it is being counted anew" in page.content.decode()
    (job,) = Job.objects.filter(kind="count")
    perform(job.pk)
    page = client.get("/workbench/small/monitor/", headers={"accept-language": "en"})
    assert page.context["progress"].finished == 5
    assert page.context["flags"]["any"] == 5  # they gave one answer to everything
    assert "counted anew" not in page.content.decode()
    assert not Job.objects.filter(kind="count", state=Job.State.WAITING).exists()
    rows = client.get("/workbench/small/participants/").context["people"]
    assert [row.looked["answers"] for row in rows] == [6] * 5


@pytest.mark.parametrize("room", ["monitor", "participants", "fits", "data", ""])
def test_no_page_asks_more_of_the_database_for_more_people(client, open_study, room):
    client.force_login(make_member(open_study))
    asked = []
    for n in range(30):
        answer(open_study, n)
        if n in (9, 29):
            client.get(f"/workbench/small/{room}/" if room else "/workbench/small/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/workbench/small/{room}/" if room else "/workbench/small/").status_code == 200
            asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_list_of_participants_has_pages_that_keep_the_choice(client, open_study, monkeypatch):
    monkeypatch.setattr("collega.web.workbench.analyse.participants.A_PAGE", 4)
    client.force_login(make_member(open_study))
    for n in range(10):
        answer(open_study, n)
    names = []
    for number in (1, 2, 3):
        page = client.get("/workbench/small/participants/", {"kind": "real", "only": "signs", "page": number})
        names += [person.pseudonym for person in page.context["people"]]
    assert names == sorted(names) == [f"p{n:03}" for n in range(10)]
    assert "kind=real&amp;only=signs&amp;page=2" in page.content.decode()
