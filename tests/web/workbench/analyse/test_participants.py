"""Single participants: pseudonyms and days only, every look logged, leaving out with a reason."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import collega.web
from collega.web import bridge
from collega.web.progress.counts import progress_of
from collega.web.records.models import (
    Answer,
    Collection,
    Event,
    Interview,
    Invitation,
    Kind,
    Link,
    current_design,
)
from tests.web.conftest import make_member, make_study
from tests.web.workbench.panels import keep_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(open_study):
    keep_answers(open_study)
    Interview.objects.update(started_at=datetime(2026, 3, 4, 13, 37, tzinfo=UTC),
                             completed_at=datetime(2026, 3, 4, 14, 11, tzinfo=UTC))  # fmt: skip
    return open_study


@pytest.fixture
def analyst(client, asked):
    client.force_login(make_member(asked, "analyst"))
    return client


def test_every_look_is_logged_without_telling_at_whom(analyst, asked):
    name = asked.interviews.first().pseudonym
    analyst.get("/workbench/small/participants/")
    analyst.get(f"/workbench/small/participants/{name}/")
    events = list(Event.objects.order_by("id").values_list("what", "facts"))
    assert [what for what, _ in events] == ["participants_looked_at", "participant_looked_at"]
    assert name not in str(events)


def test_no_times_and_no_invitees(analyst, asked):
    person = asked.interviews.first()
    invitation = Invitation.objects.create(study=asked, email="anna@example.org", name="Anna", token_hash="x")
    Link.objects.create(invitation=invitation, interview=person)
    for address in ("", f"{person.pseudonym}/"):
        page = analyst.get(f"/workbench/small/participants/{address}").content.decode()
        assert "13:37" not in page
        assert "14:11" not in page
        assert "14:37" not in page
        assert "anna@example.org" not in page
        assert "2026" in page


def test_leaving_out_needs_a_reason_and_changes_the_panel(analyst, asked):
    name = asked.interviews.first().pseudonym
    address = f"/workbench/small/participants/{name}/include/"
    analyst.post(address, {"included": "no", "reason": " "})
    assert bridge.panel_of(asked).counted.n_participants == 20
    for _ in range(2):
        analyst.post(address, {"included": "no", "reason": "answered while travelling"})
    panel = bridge.panel_of(asked)
    assert panel.n_participants == 20
    assert panel.counted.n_participants == 19
    assert "answered while travelling" in panel.people["excluded_reason"].to_list()
    analyst.post(address, {"included": "yes"})
    assert bridge.panel_of(asked).counted.n_participants == 20
    assert list(Event.objects.order_by("id").values_list("what", flat=True)) == [
        "participant_left_out", "participant_included"]  # fmt: skip
    assert name not in str(list(Event.objects.values_list("facts", flat=True)))


def test_participants_of_other_studies_and_previews_are_not_here(analyst, asked):
    other = make_study("other", is_open=True)
    strange = Interview.objects.create(study=other, pseudonym="p-strange")
    Interview.objects.create(study=asked, pseudonym="p-preview", kind=Kind.PREVIEW)
    for name in (strange.pseudonym, "p-preview", "nobody"):
        assert analyst.get(f"/workbench/small/participants/{name}/").status_code == 404
        assert (
            analyst.post(
                f"/workbench/small/participants/{name}/include/", {"included": "no", "reason": "x"}
            ).status_code
            == 404
        )
    assert "p-preview" not in analyst.get("/workbench/small/participants/").content.decode()


def test_signs_are_told_with_their_reason(analyst, asked):
    person = asked.interviews.first()
    Answer.objects.filter(interview=person).update(answer="yes")
    analyst.cookies["language"] = "en"
    page = analyst.get("/workbench/small/participants/?only=signs").content.decode()
    assert "gave the same answer to all 6 scenarios" in page
    monitor = analyst.get("/workbench/small/monitor/")
    assert monitor.context["flags"]["straight_lining"] >= 1


def test_simulated_participants_are_marked_and_apart(analyst, asked):
    keep_answers(asked, Kind.SIMULATED, 12)
    real = analyst.get("/workbench/small/participants/")
    simulated = analyst.get("/workbench/small/participants/?kind=simulated")
    assert real.context["all"] == 20
    assert simulated.context["all"] == 12


def test_progress_counts(analyst, asked):
    first, second = asked.interviews.all()[:2]
    Answer.objects.filter(interview=first, position__gt=2).delete()
    Interview.objects.filter(pk=first.pk).update(completed_at=None)
    Interview.objects.filter(pk=second.pk).update(completed_at=None, version="", consented_at=timezone.now())
    Interview.objects.create(study=asked, pseudonym="p-new")
    Interview.objects.create(study=asked, pseudonym="p-preview", kind=Kind.PREVIEW)
    Interview.objects.update(seen_at=timezone.now() - timedelta(hours=25))
    progress = analyst.get("/workbench/small/monitor/").context["progress"]
    assert (progress.started, progress.judging, progress.finished, progress.busy) == (21, 19, 18, 0)
    assert (progress.left_before_consent, progress.left_before_judging, progress.stops) == (1, 1, ((2, 1),))
    assert len(progress.seconds) == 6


def test_who_is_busy_has_not_stopped(analyst, asked):
    first, second, third = asked.interviews.all()[:3]
    now = timezone.now()
    asked.interviews.filter(pk__in=[first.pk, second.pk, third.pk]).update(completed_at=None)
    for person, hours in ((first, 23), (second, 25)):
        asked.interviews.filter(pk=person.pk).update(seen_at=now - timedelta(hours=hours))
    asked.interviews.filter(pk=third.pk).update(seen_at=now, released=True)
    page = analyst.get("/workbench/small/monitor/", headers={"accept-language": "en"})
    progress = page.context["progress"]
    assert (progress.busy, progress.stops) == (1, ((6, 2),))
    assert "less than 24 hours ago is busy" in page.content.decode()
    asked.collection = Collection.CLOSED
    asked.save()
    progress = progress_of(asked, now)
    assert (progress.busy, progress.stops) == (0, ((6, 3),))


def test_every_version_is_listed_also_one_that_nobody_has(analyst, asked):
    asked.interviews.filter(version="2").delete()
    versions = analyst.get("/workbench/small/monitor/").context["versions"]
    assert [name for name, _, _ in versions] == list(current_design(asked).layout["versions"])
    assert versions[0][1] > 0
    assert versions[1][1:] == (0, 0)


def test_where_nothing_is_wrong_no_zeros_are_told(analyst, asked):
    page = analyst.get("/workbench/small/participants/", headers={"accept-language": "en"}).content.decode()
    above = page.partition("<h1>")[2].partition("<table")[0]
    assert "20 participants." in above
    assert "Nobody was left out." in above
    assert " 0 " not in above


def test_a_participants_answers_fit_on_any_screen(analyst, asked):
    page = analyst.get(f"/workbench/small/participants/{asked.interviews.first().pseudonym}/").content.decode()
    table = page.partition('<table class="stack judged">')[2].partition("</table>")[0]
    assert table.partition("</thead>")[0].count("<th ") == 4
    assert table.count("<dt>") == table.count("<details>") * len(asked.as_defined.criteria) > 0
    assert table.count("data-label=") == 3 * table.count("<details>")  # on a phone each answer names its columns


def test_no_style_breaks_the_heading_of_a_column_inside_a_word():
    for sheet in Path(collega.web.__file__).parent.rglob("static/**/*.css"):
        for selectors, style in re.findall(r"([^{}]+){([^{}]*)}", sheet.read_text()):
            if "overflow-wrap: anywhere" in style:
                broken = [name for name in selectors.split(",") if name.split()[-1:] == ["th"] and "tbody" not in name]
                assert broken == [], sheet.name
