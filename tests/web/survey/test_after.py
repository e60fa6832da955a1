"""Profile and withdrawal."""

from __future__ import annotations

import io
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from pypdf import PdfReader

from collega.design import compose
from collega.figures import Figure
from collega.insight import insights
from collega.model.estimate import estimate
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.deeds.collection import close
from collega.web.deeds.mailing import recipients
from collega.web.records.models import (
    AnswerSent,
    Collection,
    Event,
    Interview,
    Invitation,
    Job,
    Kind,
    StoredFit,
    current_design,
)
from collega.web.survey import codes, profile_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made():
    from collega.study import parse_study
    from tests.web.conftest import SMALL

    study = parse_study(SMALL)
    panel, _ = simulate(study, compose(study, versions=2), participants=20, seed=1)
    fit = estimate(panel, "hierarchical", seed=1)
    return panel, fit, insights(panel, fit).as_json()


def publish(study, made, **fields):
    panel, fit, learned = made
    fields = {"published": True, "insights": learned} | fields
    row = bridge.keep_fit(study, fit, panel, Kind.REAL, **fields)
    StoredFit.objects.filter(pk=row.pk).update(study_hash=study.hash)
    return row


def profile(walker):
    return walker.get("profile/").content.decode()


GROUP = "Ruiten: de groep"


def test_without_a_fit_the_own_answers_only(walker):
    walker.finish()
    page = profile(walker)
    assert GROUP not in page
    assert "U antwoordde in 2 van de 6 scenario’s positief." in page
    assert "<svg" in page


def test_the_group_is_not_shown_before_closing(walker, open_study, made):
    publish(open_study, made)
    walker.finish()
    assert GROUP not in profile(walker)
    open_study.collection = Collection.CLOSED
    open_study.save()
    assert GROUP in profile(walker)


@pytest.mark.parametrize(
    "fields", [{"published": False}, {"withdrawn": True}, {"insights": {"importance": None}}, {"model": "pooled"}]
)
def test_only_a_published_fit_that_may_be_seen_is_used(walker, open_study, made, fields):
    row = publish(open_study, made)
    StoredFit.objects.filter(pk=row.pk).update(**fields)
    open_study.weights_before_closing = True
    open_study.save()
    walker.finish()
    assert GROUP not in profile(walker)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_chart_table_and_pdf(walker, open_study, made, language):
    publish(open_study, made)
    open_study.weights_before_closing = True
    open_study.save()
    walker.client.cookies["language"] = language
    walker.finish()
    page = profile(walker)
    assert page.count("<svg") == 4
    assert " style=" not in page
    assert {"nl": "Wie?", "en": "Who?"}[language] in page
    answer = walker.get("profile.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages)
    assert {"nl": "Uw profiel", "en": "Your profile"}[language] in text
    assert {"nl": "Klein onderzoek", "en": "Small study"}[language] in text


def test_the_owner_decides_whether_the_groups_weights_are_shown_before_closing(walker, open_study, made):
    publish(open_study, made)
    walker.finish()
    for shown in (True, False):  # chosen before the launch: see the workbench's tests
        type(open_study).objects.filter(pk=open_study.pk).update(weights_before_closing=shown)
        assert (GROUP in profile(walker)) is shown
        text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(walker.get("profile.pdf").content)).pages)
        assert ("Groep" in text) is shown


def test_charts_are_drawn_once_and_anew_when_something_changed(walker, open_study, made):
    open_study.weights_before_closing = True
    open_study.save()
    walker.finish()
    with patch.object(Figure, "svg", return_value="<svg></svg>") as drawing:
        profile(walker)
        profile(walker)
        assert drawing.call_count == 2
        publish(open_study, made)
        profile(walker)
        assert drawing.call_count == 6
        walker.client.cookies["language"] = "en"
        profile(walker)
        profile(walker)
        assert drawing.call_count == 10
        walker.post("withdraw/", code=codes.shown_code(walker.interview), sure="on")
    assert profile_of._drawn.cache_info().currsize == 0


def test_nobody_gets_somebody_elses_charts(walker, another):
    walker.finish(("yes",))
    another.finish(("no",))
    assert "in 6 van de 6" in profile(walker)
    assert "in 0 van de 6" in profile(another)


def test_an_erased_fit_still_has_a_population(walker, open_study, made):
    from collega.model.population import erased

    panel, fit, learned = made
    row = bridge.keep_fit(open_study, erased(fit), panel, Kind.REAL, published=True, insights=learned, erased=True)
    StoredFit.objects.filter(pk=row.pk).update(study_hash=open_study.hash)
    open_study.weights_before_closing = True
    open_study.save()
    walker.finish()
    assert GROUP in profile(walker)


def test_a_profile_is_for_who_has_finished(walker):
    walker.to_scenarios()
    assert walker.get("profile/").url == "/take/small/scenario/1/"
    assert walker.get("profile.pdf").url == "/take/small/scenario/1/"
    assert walker.get("thanks/").url == "/take/small/scenario/1/"


def test_withdrawal_removes_all_and_has_the_fits_made_anew(walker, another, open_study, made):
    walker.finish()
    first = walker.interview
    code = codes.shown_code(first)
    own, others = publish(open_study, made), publish(open_study, made, published=False)
    StoredFit.objects.filter(pk=own.pk).update(members=["p-1", first.pseudonym])
    assert another.get("withdraw/").status_code == 200
    assert another.post("withdraw/", code=code).status_code == 422
    assert another.post("withdraw/", code="AAAA-AAAA-AAAA-AAAA", sure="on").status_code == 422
    assert Interview.objects.exists()
    assert another.post("withdraw/", code=code.lower(), sure="on").url == "/take/small/withdrawn/"
    assert not Interview.objects.exists()
    assert not AnswerSent.objects.exists()
    assert StoredFit.objects.get(pk=own.pk).withdrawn
    assert not StoredFit.objects.get(pk=others.pk).withdrawn
    assert Job.objects.get().kind == "fit"
    event = Event.objects.get(what="participant_withdrew")
    assert (event.user, event.facts) == (None, {})
    assert walker.get("profile/").url == "/take/small/code/"
    assert another.post("code/", code=code).status_code == 422


def test_withdrawing_without_a_fit_makes_none(walker):
    walker.to_scenarios()
    walker.post("withdraw/", code=codes.shown_code(walker.interview), sure="on")
    assert not Interview.objects.exists()
    assert not Job.objects.exists()


def test_withdrawing_a_preview_is_no_event(walker, open_study):
    walker.to_scenarios()
    Interview.objects.update(kind=Kind.PREVIEW)
    walker.post("withdraw/", code=codes.shown_code(walker.interview), sure="on")
    assert not Interview.objects.exists()
    assert not Event.objects.exists()


def test_who_withdrew_is_not_mailed_any_more_and_nothing_shown_tells_who(walker, invitation):
    walker.client.get("/take/i/a-token/")
    walker.post()
    walker.post("withdraw/", code=codes.shown_code(walker.interview), sure="on")
    kept = Invitation.objects.get()
    assert not kept.opted_out  # that is shown to the owner, who may have exported before and after
    assert kept not in recipients(kept.study, "invitation")
    assert kept not in recipients(kept.study, "reminder")
    assert kept not in recipients(kept.study, "thanks")


def test_withdrawal_is_possible_after_closing_until_the_retention_date(walker, another, open_study):
    walker.finish()
    code = codes.shown_code(walker.interview)
    open_study.collection = Collection.CLOSED
    open_study.keep_until = timezone.localdate() - timedelta(days=1)
    open_study.save()
    assert another.get("withdraw/").status_code == 410
    assert another.post("withdraw/", code=code, sure="on").status_code == 410
    assert Interview.objects.exists()
    open_study.keep_until = date(2999, 1, 1)
    open_study.save()
    another.post("withdraw/", code=code, sure="on")
    assert not Interview.objects.exists()


def test_nothing_is_withdrawn_by_a_get(walker):
    walker.finish()
    assert codes.shown_code(walker.interview) in walker.get("withdraw/").content.decode()
    assert Interview.objects.exists()


def test_the_answers_of_a_walk_are_a_panel(walker, open_study):
    walker.finish()
    close(open_study, None)
    panel = bridge.panel_of(open_study)
    assert panel.n_participants == 1
    assert panel.n_answers == 6
    assert current_design(open_study) is not None


def test_after_the_last_day_for_withdrawing_nobody_withdraws(walker, open_study):
    walker.finish()
    code = codes.shown_code(walker.interview)
    open_study.withdraw_until = timezone.localdate()
    open_study.save()
    assert walker.get("withdraw/").status_code == 200
    open_study.withdraw_until -= timedelta(days=1)
    open_study.save()
    page = walker.get("withdraw/")
    assert page.status_code == 410
    text = page.content.decode()
    assert "Terugtrekken kan niet meer" in text or "Withdrawing is no longer possible" in text
    walker.post("withdraw/", code=code, sure="on")
    assert Interview.objects.exists()
