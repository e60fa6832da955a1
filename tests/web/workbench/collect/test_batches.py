"""An owner who looks after every participant sees whose answers came in only where several did together."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from collega.errors import NotComputedError
from collega.web import bridge
from collega.web.deeds.collection import close
from collega.web.records.batches import open_batch
from collega.web.records.models import Answer, Interview, current_design
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
MINIMUM = 5


def answer(study, number, answers=6):
    """Somebody who was shown version 1, and finished where they answered everything."""
    design = current_design(study)
    engine = bridge.design_of(design)
    names = [engine.scenarios[s] for s in engine.shows[0]]
    person = Interview.objects.create(study=study, pseudonym=f"p{number:03}", version="1", design=design,
                                      consented_at=timezone.now(), values={"post": "x"})  # fmt: skip
    Answer.objects.bulk_create(
        Answer(interview=person, position=n, scenario=str(name), answer="no", seconds=9.0 + number)
        for n, name in enumerate(names[:answers], start=1)
    )
    if answers == 6:
        person.completed_at = timezone.now()
        person.save()
        open_batch(study)
    return person


@pytest.fixture
def owner(client, open_study):
    client.force_login(make_member(open_study))
    return client


def unpacked(content):
    """What is in a zip, without the moment it was made."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def looks(owner, study):
    """All that the owner can see of single people: rows, drop-off, times, signs, versions, exports."""
    study.refresh_from_db()
    context = owner.get("/workbench/small/monitor/").context
    progress = context["progress"]
    details = (progress.stops, progress.minutes, progress.seconds, progress.left_before_judging)
    rows = [each.pseudonym for each in owner.get("/workbench/small/participants/").context["people"]]
    single = [owner.get(f"/workbench/small/participants/{name}/").status_code for name in
              study.interviews.order_by("pseudonym").values_list("pseudonym", flat=True)]  # fmt: skip
    export = owner.post("/workbench/small/data/export/", {"kind": "real", "format": "csv", "shape": "long"})
    assert single.count(200) == len(rows)
    return rows, repr((details, context["flags"], context["versions"])), unpacked(export.content)


def test_who_looks_after_every_finish_sees_batches(owner, open_study):
    before, batches = looks(owner, open_study), []
    for number in range(3 * MINIMUM + 2):
        answer(open_study, number)
        now = looks(owner, open_study)
        if now != before:
            batches.append(len(now[0]) - len(before[0]))
        before = now
    assert batches == [MINIMUM] * 3
    close(open_study, None)
    assert len(looks(owner, open_study)[0]) == 3 * MINIMUM + 2


def test_who_stopped_halfway_is_seen_at_the_closing(owner, open_study):
    for number in range(MINIMUM):
        answer(open_study, number)
    before = looks(owner, open_study)
    person = answer(open_study, 50, answers=2)
    Interview.objects.filter(pk=person.pk).update(seen_at=timezone.now() - timedelta(days=9))
    assert looks(owner, open_study) == before
    assert owner.get(f"/workbench/small/participants/{person.pseudonym}/").status_code == 404
    address = f"/workbench/small/participants/{person.pseudonym}/include/"
    assert owner.post(address, {"included": "no", "reason": "x"}).status_code == 404
    close(open_study, None)
    rows, details, _ = looks(owner, open_study)
    assert person.pseudonym in rows
    assert "((2, 1),)" in details


def test_models_rest_on_batches_too(owner, open_study):
    for number in range(MINIMUM - 1):
        answer(open_study, number)
    with pytest.raises(NotComputedError, match=r"Answers are used together: those of at least 5 participants"):
        bridge.panel_of(open_study)
    answer(open_study, 10)
    answer(open_study, 11)
    assert bridge.panel_of(open_study).n_participants == MINIMUM


def test_the_pages_say_why_somebody_is_not_there(owner, open_study):
    for address in ("participants/", "monitor/"):
        page = owner.get(f"/workbench/small/{address}", headers={"accept-language": "en"}).content.decode()
        assert "come into view together" not in page
    answer(open_study, 1)
    for address in ("participants/", "monitor/"):
        page = owner.get(f"/workbench/small/{address}", headers={"accept-language": "en"}).content.decode()
        assert "those who finished as soon as they are at least 5, everybody when the study is closed" in page
    page = owner.get("/workbench/small/participants/", headers={"accept-language": "nl"}).content.decode()
    assert "Er is nog niemand te zien." in page


def test_how_many_are_still_needed_counts_those_who_wait(owner, open_study):
    for number in range(MINIMUM - 1):
        answer(open_study, number)
    assert (
        "Er is nog één deelnemer nodig"
        in owner.get("/workbench/small/fits/", headers={"accept-language": "nl"}).content.decode()
    )
    page = owner.get("/workbench/small/data/", headers={"accept-language": "nl"}).content.decode()
    assert "Er is nog niemand te zien, dus er zijn nog geen tabellen." in page
