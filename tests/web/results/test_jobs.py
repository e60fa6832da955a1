"""The jobs that feed the pages: fits, charts, report."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from collega.errors import NotComputedError
from collega.web import bridge
from collega.web.deeds import publication
from collega.web.editions import shown
from collega.web.jobs import fitting, gallery, pictures, reporting
from collega.web.jobs.kinds import perform
from collega.web.queue import enqueue
from collega.web.records.models import Interview, Job, Kind, MadeFile, Note, StoredFit, Study, current_design
from tests.web.conftest import SMALL
from tests.web.results.conftest import PEOPLE, learned, made, make_fitted

pytestmark = pytest.mark.django_db


def ignore(_: float) -> None:
    """Progress that nobody follows."""


@pytest.fixture
def answered(db, monkeypatch):
    """A study with a panel, and fits that take no time."""
    design, panel, fit = made()
    study = Study.objects.create(key="small", definition=SMALL)
    bridge.keep_design(study, design)
    bridge.keep_panel(study, panel, Kind.REAL, design=current_design(study))
    monkeypatch.setattr(fitting, "estimate", lambda *_, **__: fit)
    monkeypatch.setattr(fitting, "validate", _none)
    return study


def _none(*_, **__):
    raise NotComputedError("not in this test")


def test_a_fit_keeps_what_pages_show(answered):
    row = fitting.fit_panel(answered, Kind.REAL, ignore)
    assert len(row.members) == PEOPLE
    assert row.insights["participants"] == PEOPLE
    assert all(rows for values in row.groups.values() for rows in values.values())
    assert set(row.judged["post"]) == set(row.groups["post"])
    assert not row.published


def test_the_same_answers_are_not_fitted_twice(answered):
    first = fitting.fit_panel(answered, Kind.REAL, ignore)
    # the engine's fit is of the simulated panel, so its hash is the row's
    assert fitting.fit_panel(answered, Kind.REAL, ignore) == first
    assert answered.fits.count() == 1


def test_below_the_minimum_it_is_refused_in_words(answered):
    keep = Interview.objects.filter(study=answered)[:4].values_list("pk", flat=True)
    Interview.objects.exclude(pk__in=list(keep)).delete()
    with pytest.raises(NotComputedError, match="4 of the 5 participants"):
        fitting.fit_panel(answered, Kind.REAL, ignore)


def test_the_left_out_do_not_count_for_the_minimum(answered):
    keep = Interview.objects.filter(study=answered)[:4].values_list("pk", flat=True)
    Interview.objects.exclude(pk__in=list(keep)).update(included=False)
    with pytest.raises(NotComputedError, match="4 of the 5 participants"):
        fitting.fit_panel(answered, Kind.REAL, ignore)


def test_a_fit_that_has_not_converged_replaces_nothing(answered, monkeypatch):
    good = publication.publish(fitting.fit_panel(answered, Kind.REAL, ignore))
    person = Interview.objects.filter(study=answered).first()
    person.answers.exclude(answer="no").update(answer="no")  # so that the answers are others
    monkeypatch.setattr(fitting, "estimate", lambda *_, **__: replace(made()[2], converged=False))
    bad = fitting.fit_panel(answered, Kind.REAL, ignore)
    assert not bad.converged
    assert shown.team_fit(answered) == good
    assert shown.shown_fit(answered) == good


def test_somebody_withdraws_while_the_model_is_fitted(answered, monkeypatch):
    fit = made()[2]

    def slow(*_, **__):
        Interview.objects.filter(study=answered, pseudonym=fit.participants[0]).delete()
        return fit

    monkeypatch.setattr(fitting, "estimate", slow)
    assert fitting.fit_panel(answered, Kind.REAL, ignore) is None
    assert not answered.fits.exists()


def test_the_job_fits_and_hands_the_charts_over(answered):
    job = enqueue("fit", answered, kind=Kind.REAL)
    result = fitting.fit_study(job, ignore)
    assert result["converged"]
    assert Job.objects.filter(kind="pictures", arguments={"fit": result["fit"]}).count() == 1


def test_charts_are_drawn_in_every_language_and_only_once(fitted):
    _, row = fitted
    row.pictures.all().delete()
    told = []
    assert pictures.draw(row, told.append) == row.pictures.count()
    assert told[-1] == pytest.approx(1.0)
    before = {(each.name, each.language, each.svg) for each in row.pictures.all()}
    pictures.draw(row, ignore)
    assert {(each.name, each.language, each.svg) for each in row.pictures.all()} == before
    names = {each.name for each in row.pictures.all()}
    assert {"importance", "answers", "agreement", "part-worths", "levels.who", "groups.post", "weights.post"} <= names
    for each in row.pictures.all():
        assert each.finding
        assert re.search(r"\d", each.alt)
        assert len(each.table["header"]) == len(each.table["kinds"]) == len(each.table["rows"][0])


def test_groups_that_may_not_be_shown_have_no_chart(fitted):
    _, row = fitted
    shown_values = {value for value, told in row.insights["answers_by_group"]["post"].items() if not told["suppressed"]}
    charted = {each.name.split(".")[2] for each in row.pictures.all() if each.name.startswith("importance.post.")}
    assert charted == shown_values


def test_a_line_is_put_under_a_chart():
    svg = '<svg class="marks" width="100" height="50" viewBox="0 0 100 50"><g></g></svg>'
    made_svg = pictures.signed(svg, "a < b & c")
    assert 'height="80" viewBox="0 0 100 80"' in made_svg
    long = pictures.signed(svg, "forty words that do not fit on one line of it")
    assert long.count("</text>") == 3
    assert 'height="108" viewBox="0 0 100 108"' in long
    assert "a &lt; b &amp; c</text></svg>" in made_svg


def test_the_report_has_the_notes_of_the_team(monkeypatch):
    study, row = make_fitted()
    Note.objects.create(study=study, figure="importance", text={"nl": "Herkenbaar beeld", "en": "Familiar"})
    monkeypatch.setattr("collega.report.write.validate", _none)
    kept = reporting.report(row, "nl", ignore)
    assert bytes(kept.content).startswith(b"%PDF")
    import io

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(kept.content))).pages)
    assert "Herkenbaar beeld" in text
    reporting.report(row, "nl", ignore)
    assert MadeFile.objects.filter(study=study, kind="report", language="nl").count() == 1


def test_a_report_is_of_the_answers_of_its_fit(fitted):
    study, row = fitted
    Interview.objects.filter(study=study).first().answers.first().delete()
    with pytest.raises(NotComputedError, match="changed since"):
        reporting.report(row, "nl", ignore)


@pytest.fixture
def undrawn(fitted):
    """A fit whose charts and validation are still to come, as in the first minute of the demonstration."""
    study, row = fitted
    row.pictures.all().delete()
    StoredFit.objects.filter(pk=row.pk).update(validation={})
    row.refresh_from_db()
    publication.publish(row)
    for kind in ("validation", "pictures"):
        enqueue(kind, study, fit=row.pk)
    return study, row


def finish(study):
    for job in study.jobs.order_by("id"):
        perform(job.pk)
    assert set(study.jobs.values_list("state", flat=True)) == {Job.State.DONE}


def blind(page):
    return re.sub(r'value="[^"]{20,}"|name="csrf[^"]*"', "", page.content.decode())


ROOMS = ("", "?group=post.x", "groups/", "compare/?a=post.x&b=all", "criteria/", "criteria/what/")


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_that_comes_before_its_charts_is_as_it_will_be(client, undrawn, room):
    study, _ = undrawn
    before = client.get(f"/results/small/{room}")
    assert before.content.count(b"<figure") > 0
    finish(study)
    after = client.get(f"/results/small/{room}")
    findings = r'(?s)<ul class="findings">.*?</ul>'  # the validation adds its sentence
    assert re.sub(findings, "", blind(before)) == re.sub(findings, "", blind(after))


def test_a_chart_is_drawn_once_whoever_was_first(client, undrawn, monkeypatch):
    study, row = undrawn
    drawn = []
    picture = pictures._picture
    monkeypatch.setattr(pictures, "_picture", lambda *of: drawn.append((of[1].language, of[1].key)) or picture(*of))
    first = client.get("/results/small/figures/importance.svg?lang=nl").content
    assert drawn == [("nl", "importance")]
    client.get("/results/small/figures/importance.csv?lang=nl")
    assert len(drawn) == 1
    assert client.get("/results/small/figures/nonsense.svg").status_code == 404
    finish(study)
    assert len(drawn) == len(set(drawn)) == row.pictures.count()
    assert client.get("/results/small/figures/importance.svg?lang=nl").content == first


def test_two_that_draw_the_same_at_once_keep_one(undrawn):
    _, row = undrawn
    for _ in range(2):
        pictures.draw_some(row, "nl", ["importance"])
    assert row.pictures.count() == 1


def test_when_all_is_drawn_nothing_is_looked_for(client, undrawn, monkeypatch):
    study, _ = undrawn
    finish(study)
    monkeypatch.setattr(pictures, "exhibits_of", None)
    assert client.get("/results/small/").status_code == 200
    assert client.get("/results/small/figures/nonsense.svg").status_code == 404


def test_the_validation_that_is_still_to_come_is_said(client, undrawn):
    study, row = undrawn
    page = client.get("/results/small/model/").content.decode()
    assert "wordt nu uitgeprobeerd" in page
    finish(study)
    row.refresh_from_db()
    assert row.validation == json.loads(json.dumps(learned()["validation"]))
    page = client.get("/results/small/model/").content.decode()
    assert "wordt nu uitgeprobeerd" not in page
    assert page.count("<figure") == 1


def test_the_page_says_why_this_model_and_compares_all(client, undrawn):
    study, _ = undrawn
    finish(study)
    page = " ".join(client.get("/results/small/model/").content.decode().split())
    assert "Een vaste regel koos dit model: er deden minstens 20 mensen mee." in page
    table = page[page.index("Hoger dan de beste") : page.index("Welk model dit is")]
    for name in (
        "Hiërarchisch model",
        "Gemengd model",
        "Gezamenlijk model",
        "Hoe vaak een deelnemer elk antwoord geeft",
    ):
        assert f'<th scope="row">{name}' in table
    assert table.count("standaardfout") >= 5
    assert "Een mengsel van deze manieren" in table


def test_a_validation_of_before_the_comparison_is_still_shown(client, undrawn):
    study, row = undrawn
    finish(study)
    row.refresh_from_db()
    row.validation.pop("comparison")
    row.save()
    page = client.get("/results/small/model/").content.decode()
    assert "Hoger dan de beste" not in page
    assert "één weging voor iedereen" in page


def test_nobody_names_the_model_of_a_fit_on_the_site(answered, monkeypatch):
    asked = []
    monkeypatch.setattr(fitting, "estimate", lambda *words, **_: asked.append(words[1:]) or made()[2])
    fitting.fit_panel(answered, Kind.REAL, ignore)
    assert asked == [()]


def test_no_validation_of_a_fit_that_lost_somebody(undrawn):
    study, row = undrawn
    study.interviews.first().delete()
    job = study.jobs.get(kind="validation")
    perform(job.pk)
    job.refresh_from_db()
    assert job.result == {"changed": True}
    row.refresh_from_db()
    assert row.validation == {}


def test_charts_of_everybody_come_before_those_of_groups(fitted):
    _, row = fitted
    listed = gallery.names(row)
    assert sorted(listed) == sorted(set(row.pictures.values_list("name", flat=True)))
    single = [name.count(".") > 1 for name in listed]
    assert single == sorted(single)
