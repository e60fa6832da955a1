"""Fits, notes, the presentation and publication."""

import re
from operator import attrgetter

import pytest

from collega.exhibits import in_order
from collega.web.deeds.publication import publish
from collega.web.deeds.withdrawal import withdraw
from collega.web.jobs.pictures import signed
from collega.web.records.batches import count_again
from collega.web.records.models import (
    Collection,
    Event,
    Interview,
    Job,
    Kind,
    MadeFile,
    Note,
    Picture,
    Publication,
    StoredFit,
)
from collega.web.workbench.analyse.sheets import sheets
from tests.web.conftest import make_member, make_study
from tests.web.workbench.panels import keep_answers, keep_fit

pytestmark = pytest.mark.django_db


@pytest.fixture
def fitted(open_study):
    keep_answers(open_study)
    fit = keep_fit(open_study)
    StoredFit.objects.update(converged=True)
    for language in ("nl", "en"):
        for name in ("importance", "levels.who"):
            Picture.objects.create(fit=fit, name=name, language=language, svg=f"<svg><title>{name}</title></svg>",
                                   alt="alt", finding=f"finding {name} {language}")  # fmt: skip
    return open_study


@pytest.fixture
def owner(client, fitted):
    client.force_login(make_member(fitted))
    return client


def test_fitting_is_a_job(owner):
    answer = owner.post("/workbench/small/fits/fit/", {"kind": "real"})
    job = Job.objects.get()
    assert (job.kind, job.arguments) == ("fit", {"kind": "real"})
    assert answer.url == f"/workbench/small/jobs/{job.pk}/"
    owner.post("/workbench/small/fits/fit/", {"kind": "real"})
    assert Job.objects.count() == 1


def test_rehearsing_is_a_job(owner, fitted):
    owner.post("/workbench/small/fits/simulate/", {"participants": "5"})
    assert not Job.objects.exists()
    owner.post("/workbench/small/fits/simulate/", {"participants": "30"})
    assert Job.objects.get().arguments == {"participants": 30}


def test_what_the_newest_fit_says(owner, fitted):
    page = owner.get("/workbench/small/fits/")
    real, simulated = page.context["newest"]
    assert real["participants"] == 20
    assert not real["stale"]
    assert simulated is None
    fitted.interviews.first().delete()
    count_again(fitted.pk)
    assert owner.get("/workbench/small/fits/").context["newest"][0]["stale"]


def test_signs_that_the_report_cannot_print_are_named_beforehand(owner, fitted, monkeypatch, tmp_path):
    assert "no font for" not in owner.get("/workbench/small/fits/").content.decode()
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    fitted.notes.create(figure="importance", text={"nl": "Dit weegt 漢", "en": "plain"})
    page = owner.get("/workbench/small/fits/").content.decode()
    assert "notes.importance.nl: " in page
    assert "漢 (U+6F22)" in page


def test_the_report_is_a_job_and_a_download(owner, fitted):
    fit = fitted.fits.get()
    owner.post("/workbench/small/fits/report/", {"fit": fit.pk, "language": "fr"})
    owner.post("/workbench/small/fits/report/", {"fit": "999", "language": "nl"})
    assert not Job.objects.exists()
    owner.post("/workbench/small/fits/report/", {"fit": fit.pk, "language": "nl"})
    assert Job.objects.get().kind == "report"
    file = MadeFile.objects.create(study=fitted, kind="report", language="nl", name="small-nl.pdf",
                                   content_type="application/pdf", content=b"%PDF")  # fmt: skip
    assert owner.get(f"/workbench/small/fits/report/{file.pk}/").content == b"%PDF"
    other = MadeFile.objects.create(study=make_study("other"), kind="report", language="nl", name="x.pdf",
                                    content_type="application/pdf", content=b"%PDF")  # fmt: skip
    assert owner.get(f"/workbench/small/fits/report/{other.pk}/").status_code == 404


def test_notes_in_both_languages(owner, fitted):
    assert owner.get("/workbench/small/notes/importance/").status_code == 200
    owner.post("/workbench/small/notes/importance/", {"nl": "Dit valt op.", "en": ""})
    owner.post("/workbench/small/notes/importance/", {"nl": "Dit valt op!", "en": "This stands out."})
    assert Note.objects.get().text == {"nl": "Dit valt op!", "en": "This stands out."}
    owner.post("/workbench/small/notes/importance/", {"nl": " ", "en": ""})
    assert not Note.objects.exists()
    assert owner.get("/workbench/small/notes/nonsense/").status_code == 404
    assert owner.post("/workbench/small/notes/nonsense/", {"nl": "x"}).status_code == 404


def test_a_note_cannot_smuggle_in_a_script(owner):
    owner.post("/workbench/small/notes/importance/", {"nl": "<script>alert(1)</script>", "en": ""})
    for address in ("notes/", "notes/importance/", "present/1/"):
        assert "<script>alert" not in owner.get(f"/workbench/small/{address}").content.decode()


def test_the_presentation(owner, fitted):
    owner.cookies["language"] = "nl"
    owner.post("/workbench/small/notes/importance/", {"nl": "Dit valt op.", "en": "x"})
    first = owner.get("/workbench/small/present/1/").content.decode()
    assert "finding importance nl" in first
    assert "Dit valt op." in first
    assert 'href="/workbench/small/present/2/"' in first
    scenarios = owner.get("/workbench/small/present/").context["scenarios"]
    last = scenarios[-1][0]
    assert owner.get(f"/workbench/small/present/{last}/").status_code == 200
    assert owner.get(f"/workbench/small/present/{last + 1}/").status_code == 404
    assert owner.get("/workbench/small/present/0/").status_code == 404


def test_figures_go_from_the_whole_to_single_groups():
    names = ["answers", "answers.post.x", "importance", "importance.post.x", "groups.post", "weights.post",
             "levels.who", "unknown"]  # fmt: skip
    shown = [each.name for each in in_order([Picture(name=name) for name in names], key=attrgetter("name"))]
    assert shown == ["importance", "answers", "levels.who", "groups.post", "weights.post", "unknown",
                     "importance.post.x", "answers.post.x"]  # fmt: skip


def chart(height, lines):
    """A chart with lines of text at these heights."""
    texts = "".join(
        f'<g transform="translate(5,{y - 4})"><text transform="translate(-8,4)">{y}</text></g>' for y in lines
    )
    return f'<svg width="300" height="{height}" viewBox="0 0 300 {height}">{texts}</svg>'


def test_a_figure_that_is_too_high_for_a_screen_stands_in_two_sheets(owner, fitted):
    narrow = '<svg width="300" height="900" viewBox="0 0 300 900"></svg>'
    for height, parts in ((400, 1), (1200, 2)):
        Picture.objects.filter(name="importance").update(svg=chart(height, range(50, height, 50)), narrow=narrow)
        page = owner.get("/workbench/small/present/1/").content.decode()
        stage = page.partition('<div class="stage')[2].partition("</div>")[0]
        assert stage.startswith(' stage--sheets">') is (parts == 2)
        assert stage.count("viewBox") == 2 * parts - (parts == 1)
        assert narrow in page
    assert narrow in owner.get("/workbench/small/notes/importance/").content.decode()


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ([100, 392, 408, 700], ["0 0 300 550", "0 550 300 250"]),  # not through what stands in the middle
        ([100, 395, 500], ["0 0 300 443.5", "0 443.5 300 356.5"]),
        ([], ["0 0 300 800"]),
        ([400], ["0 0 300 800"]),
    ],
    ids=str,
)
def test_a_figure_is_cut_between_lines_of_text(lines, shown):
    assert [re.findall('viewBox="([^"]*)"', each)[-1] for each in sheets(chart(800, lines))] == shown


def test_a_text_of_two_lines_is_not_cut():
    two = '<text transform="translate(0,395)"><tspan>a</tspan><tspan x="0" dy="20">b</tspan></text></svg>'
    parts = sheets(chart(800, [100, 700]).replace("</svg>", two))
    assert re.findall('viewBox="([^"]*)"', parts[1])[-1] == "0 553.5 300 246.5"


def test_the_line_under_a_chart_stands_at_its_own_height():
    parts = sheets(signed(chart(770, [700]), "Whom it is made from"))  # that line at 789
    assert re.findall('viewBox="([^"]*)"', parts[0])[-1] == "0 0 300 740.5"


def test_readers_see_no_figure_before_it_is_published(client, fitted):
    client.force_login(make_member(fitted, "reader"))
    assert "finding importance" not in client.get("/workbench/small/present/1/").content.decode()
    StoredFit.objects.update(published=True)
    client.cookies["language"] = "en"
    assert "finding importance en" in client.get("/workbench/small/present/1/").content.decode()


def test_publishing(owner, fitted):
    fit = fitted.fits.get()
    for _ in range(2):
        owner.post("/workbench/small/publish/choose/", {"fit": fit.pk})
    fit.refresh_from_db()
    assert fit.published
    owner.post("/workbench/small/publish/to-whom/", {"publication": "link"})
    fitted.refresh_from_db()
    assert fitted.publication == Publication.LINK
    assert fitted.results_token in owner.get("/workbench/small/publish/").content.decode()
    old = fitted.results_token
    owner.post("/workbench/small/publish/to-whom/", {"renew": "yes"})
    fitted.refresh_from_db()
    assert fitted.results_token != old
    owner.post("/workbench/small/publish/choose/", {"fit": "none"})
    fit.refresh_from_db()
    assert not fit.published
    assert Event.objects.filter(what="audience_changed").count() == 1


def test_what_cannot_be_published(owner, fitted):
    fit = fitted.fits.get()
    StoredFit.objects.update(converged=False)
    owner.post("/workbench/small/publish/choose/", {"fit": fit.pk})
    StoredFit.objects.update(converged=True, withdrawn=True)
    owner.post("/workbench/small/publish/choose/", {"fit": fit.pk})
    assert not StoredFit.objects.filter(published=True).exists()
    other = make_study("other", is_open=True)
    keep_answers(other)
    strange = keep_fit(other)
    assert owner.post("/workbench/small/publish/choose/", {"fit": strange.pk}).status_code == 404
    assert owner.post("/workbench/small/publish/choose/", {"fit": "x"}).status_code == 404
    assert owner.post("/workbench/small/publish/to-whom/", {"publication": "world"}).status_code == 404


def test_a_preview_is_never_real(owner, fitted):
    assert not Interview.objects.filter(kind=Kind.PREVIEW).exists()
    answer = owner.post("/workbench/small/preview/")
    assert answer.url == "/take/small/"
    assert Interview.objects.filter(kind=Kind.PREVIEW).count() == 1
    assert owner.get("/take/small/").status_code == 200


def test_before_publishing_and_closing_the_owner_reads_what_a_withdrawal_would_do(owner, fitted):
    publish, launch = "/workbench/small/publish/", "/workbench/small/launch/"
    assert "kan dat met nieuwe deelnemers" in owner.get(publish).content.decode()
    assert "Wacht dus met sluiten, of met publiceren" in owner.get(launch).content.decode()
    fitted.collection = Collection.CLOSED
    fitted.save()
    page = owner.get(publish).content.decode()
    assert "blijven de resultaten voorgoed verborgen" in page
    assert "kan dat met nieuwe deelnemers" not in page


def test_after_a_withdrawal_the_owner_reads_why_the_new_fit_waits(owner, fitted):
    fit = fitted.fits.get()
    publish(fit)
    fitted.collection = Collection.CLOSED
    fitted.save()
    withdraw(fitted.interviews.first())
    keep_fit(fitted)
    StoredFit.objects.update(converged=True)
    page = owner.get("/workbench/small/publish/").content.decode()
    assert "tot er een keuzemodel is gepubliceerd met minstens 5 nieuwe deelnemers" in page
    assert page.count("deze resultaten blijven voorgoed verborgen") == 2  # at what is shown, and at the new fit
    assert "Wacht op meer antwoorden" not in page
    assert not any(each["possible"] for each in owner.get("/workbench/small/publish/").context["fits"])
