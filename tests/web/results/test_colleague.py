"""The virtual colleague: case in, advice out, by an address that can be shared."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from pypdf import PdfReader

from collega.colleague import ask, make_case, percent_text, spread_text
from collega.figures.wording import signed
from collega.model.population import erased
from collega.panel.counts_file import Counts
from collega.web import advising, bridge, limits, memory
from collega.web.advising import case_of
from collega.web.deeds import publication
from collega.web.deeds.retention import erase_fit
from collega.web.identity import identity
from collega.web.profession import look_at_all
from collega.web.records.models import Consultation, Kind, Publication, Study, Tries
from collega.web.results import advice_page, own_advice
from collega.web.results.colleague import _is_asked, address
from collega.web.results.visit import Visit
from tests.web.conftest import SMALL, make_member
from tests.web.results.conftest import learned, made, make_fitted

pytestmark = pytest.mark.django_db
HOME = "/results/small/colleague/"
CASE = {"who": "a", "what": "b"}


@pytest.fixture
def direct(public):
    """A study without the step of the own advice."""
    public.advice_first = False
    public.save()
    return public


def test_the_form_has_a_field_for_every_criterion(client, public):
    text = client.get(HOME).content.decode()
    assert text.count("<select") == 2
    assert "big-number" not in text


def test_the_case_is_in_the_address(client, direct):
    response = client.post(HOME, CASE | {"own": ""})
    assert response.status_code == 302
    assert response.headers["Location"] == HOME + "?who=a&what=b"
    text = client.get(response.headers["Location"]).content.decode()
    assert "big-number" in text
    assert '<option value="b" selected>' in text


def test_the_share_is_the_engines(client, direct):
    from collega.colleague import ask, make_case

    _, panel, fit = made()
    advice = ask(panel.study, fit, make_case(panel.study, CASE), panel=panel)
    text = client.get(HOME, CASE).content.decode()
    assert f'<p class="big-number">{round(100 * advice.share)}%</p>' in text


def test_blanks_are_allowed_and_so_is_nothing_at_all(client, direct):
    assert "big-number" in client.get(HOME + "?who=a").content.decode()
    response = client.post(HOME, {"who": "", "what": ""})
    assert response.headers["Location"] == HOME + "?ask=all"
    assert "big-number" in client.get(HOME + "?ask=all").content.decode()


@pytest.mark.parametrize(("language", "words"), [("nl", "afhankelijk van het ene criterium dat nog niet is ingevuld"),
                                                ("en", "depending on the one criterion that is still open")])  # fmt: skip
def test_what_is_open_is_said_on_page_and_sheet(client, direct, language, words):
    as_spoken = {"headers": {"accept-language": language}}
    assert words in client.get(HOME, {"who": "a"}, **as_spoken).content.decode()
    assert words not in client.get(HOME, CASE, **as_spoken).content.decode()
    sheet = PdfReader(io.BytesIO(client.get(HOME + "advice.pdf", {"who": "a"}, **as_spoken).content))
    assert words in " ".join(sheet.pages[0].extract_text().split())


@pytest.mark.parametrize(("language", "words", "statement"), [
    ("nl", "Positief is hier het antwoord ‘Ja’ op de stelling:", "Dit mag."),
    ("en", "Positive here is the answer “Yes” to the statement:", "This may be done."),
])  # fmt: skip
def test_what_counts_as_positive_is_said(client, direct, language, words, statement):
    as_spoken = {"headers": {"accept-language": language}}
    page = client.get(HOME, CASE, **as_spoken).content.decode()
    assert words in page
    assert statement in page
    sheet = PdfReader(io.BytesIO(client.get(HOME + "advice.pdf", CASE, **as_spoken).content))
    assert f"{words} {statement}" in " ".join(" ".join(page.extract_text() for page in sheet.pages).split())


def test_a_blank_is_no_difference_and_without_a_case_nothing_is_nearest(client, direct):
    page = client.get(HOME, {"who": "a"}, headers={"accept-language": "en"}).content.decode()
    assert "The same in everything that was filled in." in page
    assert "The same as this case." not in page
    empty = client.get(HOME, {"ask": "all"}, headers={"accept-language": "en"})
    assert "was judged in the simulation" not in empty.content.decode()
    assert empty.context["tipping"] == ""


def test_your_own_advice_comes_first(client, public):
    text = client.get(HOME, CASE).content.decode()
    assert "big-number" not in text
    assert 'name="own"' in text
    response = client.post(HOME, CASE | {"own": "yes"})
    text = client.get(response.headers["Location"]).content.decode()
    assert "big-number" in text
    assert "Uw eigen advies was" in text
    # a variation does not ask again; another case does, and another visitor too
    assert "big-number" in client.get(HOME, {"who": "a", "what": "c"}).content.decode()
    assert "big-number" not in client.get(HOME, {"who": "b"}).content.decode()
    assert "big-number" not in client.__class__().get(HOME, CASE).content.decode()


def test_the_share_cannot_be_had_without_the_step(client, public):
    assert client.get(HOME + "advice.pdf", CASE).status_code == 302
    response = client.post(HOME, CASE | {"own": "not an answer"})
    assert "big-number" not in client.get(response.headers["Location"]).content.decode()
    assert not Consultation.objects.exists()


def test_the_step_may_be_skipped(client, public):
    response = client.post(HOME, CASE | {"own": "-"})
    assert "big-number" in client.get(response.headers["Location"]).content.decode()
    assert Consultation.objects.get().own_advice == ""


def test_a_consultation_is_logged_once_and_without_a_person(client, public):
    for _ in range(2):  # a double click
        client.post(HOME, CASE | {"own": "no"})
    row = Consultation.objects.get()
    assert (row.case, row.own_advice) == (CASE, "no")
    assert {field.name for field in Consultation._meta.fields} == {
        "id", "study", "fit", "on", "case", "group", "share", "own_advice"
    }  # fmt: skip


def test_looking_changes_nothing(client, direct):
    client.get(HOME, CASE)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("case", [{"who": "z"}, {"what": "<script>"}])
def test_a_level_that_does_not_exist(client, direct, case):
    response = client.get(HOME, case)
    assert response.status_code == 400
    assert "<script>" not in response.content.decode()


def test_unknown_words_in_the_address_do_no_harm(client, direct):
    assert client.get(HOME, CASE | {"utm_source": "x"}).status_code == 200


def test_everything_of_an_advice_is_there(client, direct):
    text = client.get(HOME, CASE, headers={"accept-language": "en"}).content.decode()
    for words in ("How they would answer", "Why", "What would change it", "Per group", "What was judged in the simulation",
                  "Of these 24 simulated professionals"):  # fmt: skip
        assert words in text


def test_the_sheet_for_the_file(client, direct):
    response = client.get(HOME + "advice.pdf", CASE)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_strangers_cannot_ask(client):
    _, row = make_fitted(publication=Publication.TEAM)
    publication.publish(row)
    assert client.get(HOME, CASE).status_code == 404
    assert client.post(HOME, CASE).status_code == 404
    assert client.get(HOME + "advice.pdf", CASE).status_code == 404


def test_after_erasure_people_like_the_participants_answer(client, direct):
    row = direct.fits.get()
    before = advising.advice(row, advising.case_of(direct.as_shown, CASE))[0].share
    _erase(row)
    text = client.get(HOME, CASE).content.decode()
    assert "mensen zoals de deelnemers" in text
    after = advising.advice(direct.fits.get(), advising.case_of(direct.as_shown, CASE))
    assert abs(after[0].share - before) < 0.1
    assert after[0].participants == 24
    assert {each.group[1] for each in after[1]} == set(learned()["groups"]["post"])


def _erase(row):
    """As the retention job does it."""
    erase_fit(row)
    row.refresh_from_db()
    assert row.erased
    assert row.members == []
    fit = bridge.fit_of(row)
    assert fit.draws.individual.shape[1] == 0
    assert fit.participants == erased(made()[2]).participants


def test_strangers_can_ask_much_and_not_without_end(client, direct):
    assert limits.QUESTIONS.most >= 1000  # a training room behind one address
    place = limits.QUESTIONS._place(client.get(HOME).wsgi_request)
    assert not Tries.objects.exists()  # the empty form is no question
    client.get(HOME, CASE)
    Tries.objects.filter(place=place).update(times=limits.QUESTIONS.most)
    refused = client.get(HOME, CASE)
    assert refused.status_code == client.post(HOME, CASE).status_code == 429
    assert "Probeer het opnieuw vanaf" in refused.content.decode()
    assert client.get(HOME).status_code == 200
    assert client.__class__(REMOTE_ADDR="198.51.100.9").get(HOME, CASE).status_code == 200
    client.force_login(make_member(direct, "professional"))
    assert client.get(HOME, CASE).status_code == 429  # an account through a link is no leave to ask without end
    client.force_login(make_member(direct))
    assert client.get(HOME, CASE).status_code == 200


def test_sheets_have_a_limit_of_their_own(client, direct):
    assert client.get(HOME + "advice.pdf", CASE).status_code == 200
    Tries.objects.update(times=limits.SHEETS.most)
    assert client.get(HOME + "advice.pdf", CASE).status_code == 429
    assert client.get(HOME, CASE).status_code == 200


def test_the_sheet_bears_the_day_of_the_place_where_the_site_is(client, direct):
    """Half past ten in the evening in London is tomorrow in the Netherlands."""
    fit = direct.fits.get()
    fit.made_at = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert identity(fit).fitted_at.date() == date(2026, 7, 1)
    fit.save()
    text = PdfReader(io.BytesIO(client.get(HOME + "advice.pdf", CASE).content)).pages[-1].extract_text()
    assert "1 juli 2026, 00:30" in text
    assert "30 juni" not in text


def test_two_fits_of_the_same_answers_are_told_apart(direct):
    _, panel, fit = made()
    again = replace(fit, part_worths=fit.part_worths + 0.001)
    rows = [bridge.keep_fit(direct, each, panel, Kind.SIMULATED, **learned()) for each in (fit, fit, again)]
    one, same, other = map(identity, rows)
    assert one.data_hash == other.data_hash
    assert one.number != same.number
    assert one.estimates_hash == same.estimates_hash != other.estimates_hash


def test_a_fit_stays_the_same_one_when_the_answers_are_deleted(direct):
    row = direct.fits.get()
    before = identity(row).estimates_hash
    erase_fit(row)
    assert identity(row).estimates_hash == before


def test_the_page_and_the_sheet_name_the_same_model(client, direct):
    found = identity(direct.fits.get())
    page = client.get("/results/small/model/").content.decode()
    sheet = PdfReader(io.BytesIO(client.get(HOME + "advice.pdf", CASE).content)).pages[-1].extract_text()
    for text in (page, sheet):
        assert found.estimates_hash[:12] in text
        assert f"{found.fitted_at:%H:%M}" in text
    assert f"Nummer van het model</dt><dd>{found.number}<" in page
    assert f"Nummer van het model {found.number}" in " ".join(sheet.split())


def test_a_criterion_may_have_the_name_of_something_of_ours(rf):
    text = SMALL.replace("key: who,", "key: own,").replace("key: what,", "key: as,")
    study = Study.objects.create(key="hostile", definition=text.replace('key: "yes"', "key: skipped"))
    visit = Visit(study=study, fit=None, team=False)
    case = make_case(study.as_shown, {"own": "a", "as": "c"})
    there = rf.get(address(visit, case))
    assert not {"own", "as"} & there.GET.keys()
    assert case_of(study.as_shown, there.GET) == case
    assert _is_asked(there, visit)
    names = [field["name"] for field in advice_page.form(study.as_shown, {})["fields"]]
    assert names == ["case.own", "case.as"]
    assert own_advice.SKIPPED not in study.as_shown.answer_keys


COUNTS = {"file": "counts.csv", "characteristics": ["post"], "cells": [[["x"], 300], [["y"], 700]], "margins": {},
          "weights": {}}  # fmt: skip


def _counted(study):
    study.profession, study.share_of = COUNTS, "profession"
    study.save()
    look_at_all(study)


def test_the_page_leads_with_the_share_that_the_owner_chose(client, direct):
    _, panel, fit = made()
    counts = Counts.from_json(COUNTS)
    advice = ask(panel.study, fit, make_case(panel.study, CASE), panel=panel, counts=counts)
    assert advice.others.profession is not None
    client.cookies["language"] = "nl"
    before = client.get(HOME, CASE).content.decode()
    assert "van de deelnemers zou positief adviseren" in before
    assert "Van collega’s zoals zij: " in before
    assert "beroepsgroep" not in before
    _counted(direct)  # a remembered advice is not given again
    page = client.get(HOME, CASE).content.decode()
    assert f'<p class="big-number">{round(100 * advice.others.profession.share)}%</p>' in page
    assert "van de beroepsgroep zou positief adviseren" in page
    assert "Van de hele beroepsgroep zou naar schatting" in page
    assert f"Van de deelnemers: {round(100 * advice.share)}%" in page
    sheet = client.get("/results/small/colleague/advice.pdf", CASE)
    told = " ".join("".join(part.extract_text() for part in PdfReader(io.BytesIO(sheet.content)).pages).split())
    assert "Van de hele beroepsgroep zou naar schatting" in told
    assert "Van de deelnemers: " in told


def test_without_people_of_a_large_part_the_participants_come_first(client, direct):
    panel = bridge.panel_of(direct, direct.fits.get().kind)
    direct.interviews.filter(values__post="y").update(values={"post": "x"})
    _counted(direct)
    assert panel.n_participants == 24
    page = client.get(HOME, CASE).content.decode()
    assert "van de deelnemers zou positief adviseren" in page
    assert "beroepsgroep" not in page


def test_the_profession_stays_after_the_answers_are_deleted(client, direct):
    _counted(direct)
    before = advising.advice(direct.fits.get(), case_of(direct.as_shown, CASE))[0].others.profession
    _erase(direct.fits.get())
    memory.forget()
    after = advising.advice(direct.fits.get(), case_of(direct.as_shown, CASE))[0].others
    assert before is not None
    assert after.profession is not None
    assert after.profession.share == pytest.approx(before.share, abs=0.03)  # the same cells, other chance
    page = client.get(HOME, CASE).content.decode()
    assert "van de beroepsgroep zou positief adviseren" in page


def number(page):
    return re.search(r'class="big-number[^"]*">([^<]*)<', page)[1]


def test_what_is_open_gives_the_reach_first_and_what_to_fill_in(client, direct):
    _, panel, fit = made()
    advice = ask(panel.study, fit, make_case(panel.study, {"who": "a"}), panel=panel)
    page = client.get(HOME, {"who": "a"}, headers={"accept-language": "en"}).content.decode()
    assert number(page) == spread_text(advice.reach, "en")
    assert "Only <span" in page or "is still to be filled in" in page
    for level, (low, _) in advice.fill_in_first.by_level:
        assert f'href="{HOME}?who=a&amp;what={level}"' in page
        assert percent_text(low, "en") in page


def test_every_change_is_a_link_to_that_case_and_to_both_beside_each_other(client, direct):
    page = client.get(HOME, CASE).content.decode()
    for case in ("who=b&amp;what=b", "who=a&amp;what=a", "who=a&amp;what=c"):
        assert f'href="{HOME}?{case}"' in page
        assert f'href="{HOME}?who=a&amp;what=b&amp;beside.{case.replace("&amp;", "&amp;beside.")}"' in page


def test_two_cases_side_by_side(client, direct):
    _, panel, fit = made()
    shares = [
        ask(panel.study, fit, make_case(panel.study, case), panel=panel).share
        for case in (CASE, {"who": "b", "what": "b"})
    ]
    page = client.get(
        HOME, CASE | {"beside.who": "b", "beside.what": "b"}, headers={"accept-language": "en"}
    ).content.decode()
    pair = page[page.index('id="pair"') : page.index('class="advice"')]
    assert re.findall(r'class="pair__share">(\S+) ', pair) == [percent_text(share, "en") for share in shares]
    assert pair.count("<svg") == 2
    assert "Who?" in pair
    assert "What?" not in pair
    assert f'href="{HOME}?who=b&amp;what=b&amp;beside.who=a&amp;beside.what=b"' in pair
    assert (
        "Both cases are the same."
        in client.get(
            HOME, CASE | {"beside.who": "a", "beside.what": "b"}, headers={"accept-language": "en"}
        ).content.decode()
    )
    assert client.get(HOME, CASE | {"beside.who": "z"}).status_code == 400


def test_a_case_with_nothing_filled_in_can_stand_beside_another(client, direct):
    case = make_case(direct.as_shown, CASE)
    there = address(Visit(study=direct, fit=None, team=False), case, make_case(direct.as_shown, {}))
    assert there == f"{HOME}?who=a&what=b&beside=all"
    assert 'id="pair"' in client.get(there).content.decode()


def test_of_a_case_beside_another_own_advice_comes_first_too(client, public):
    client.post(HOME, {"who": "a", "what": "a"} | {"own": "yes"})
    both = f"{HOME}?who=a&what=a&beside.who=b&beside.what=c"
    page = client.get(both).content.decode()
    assert 'name="own"' in page
    assert "big-number" not in page
    answer = client.post(both, {"who": "b", "what": "c", "own": "no"})
    assert answer.headers["Location"] == both
    assert 'id="pair"' in client.get(both).content.decode()


def test_own_advice_is_answered_on_page_and_sheet(client, public):
    client.post(HOME, CASE | {"own": "yes"})
    advice = advising.advice(public.fits.get(), case_of(public.as_shown, CASE))[0]
    same = f"would answer the same ({percent_text(advice.answers['yes'], 'en')})."
    count = f"An estimated {round(24 * advice.answers['yes'])} of these 24 simulated professionals"
    headers = {"accept-language": "en"}
    page = re.sub("<[^>]*>", "", client.get(HOME, CASE, headers=headers).content.decode())
    sheet = PdfReader(io.BytesIO(client.get(HOME + "advice.pdf", CASE, headers=headers).content))
    for text in (page, " ".join("".join(each.extract_text() for each in sheet.pages).split())):
        assert "Your own advice was “Yes”." in text
        assert count in text
        assert same in text


@pytest.mark.parametrize(("language", "between"), [("nl", "tot"), ("en", "to")])
def test_behind_every_reason_stands_its_interval(client, direct, language, between):
    answered = advising.advice(direct.fits.get(), case_of(direct.as_shown, CASE))[0]
    page = client.get(HOME, CASE, headers={"accept-language": language}).content.decode()
    for reason in answered.reasons:
        if reason.level is not None:
            low, high = (signed(end, language) for end in reason.interval)
            assert f"({low} {between} {high})" in page


def words_of_sheet(response) -> str:
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join("".join(each.extract_text() for each in pages).split())


def everything_stored() -> str:
    """Return all rows of all tables but those of sessions, as text."""
    models = [model for model in apps.get_models() if model is not Session]
    return repr([list(model._default_manager.values_list()) for model in models])


def test_number_and_motivation_come_in_the_pdf_and_nowhere_else(client, public):
    client.post(HOME, CASE | {"own": "yes", "motivation": "Besluit van zeven maart"})
    page = client.get(HOME, CASE).content.decode()
    assert 'maxlength="4000">Besluit van zeven maart</textarea>' in page
    sheet = HOME + "advice.pdf?who=a&what=b"
    posted = client.post(sheet, {"file_number": "Z 2026-0417", "motivation": "Anders overwogen"})
    assert posted.status_code == 200
    assert "Z 2026-0417" in words_of_sheet(posted)
    assert "Anders overwogen" in words_of_sheet(posted)
    plain = words_of_sheet(client.get(sheet))  # what was given with the own advice, and no number
    assert "Besluit van zeven maart" in plain
    assert "Z 2026-0417" not in plain
    kept = everything_stored()
    assert "Z 2026-0417" not in kept
    assert "Anders overwogen" not in kept
    assert "zeven maart" not in kept
    assert "Z 2026-0417" not in repr(dict(client.session))
    stranger = client.__class__()
    stranger.post(HOME, CASE | {"own": "no"})
    assert "zeven maart" not in words_of_sheet(stranger.get(sheet))


def test_a_long_motivation_is_cut_and_an_open_one_leaves_room(client, direct):
    sheet = HOME + "advice.pdf?who=a&what=b"
    long = words_of_sheet(client.post(sheet, {"motivation": "woord " * 1_000, "file_number": "9" * 300}))
    assert long.count("woord") < 800
    assert "9" * 101 not in long.replace(" ", "")
    assert "Motivering" in words_of_sheet(client.post(sheet, {}))


@pytest.mark.parametrize(("one", "other", "same"), [
    ({"a": "1", "b": "1", "c": "1", "d": "1"}, {"a": "2", "b": "1", "c": "1", "d": "1"}, True),  # one change
    ({"a": "1", "b": "1", "c": "1", "d": "1"}, {"a": "2", "b": "2", "c": "1", "d": "1"}, True),  # half of it
    ({"a": "1", "b": "1", "c": "1", "d": "1"}, {"a": "2", "b": "2", "c": "2", "d": "1"}, False),
    ({"a": "1"}, {"a": "1", "b": "1", "c": "1", "d": "1"}, True),  # filled in further
    ({}, {"a": "1", "b": "1"}, False),  # nothing in common
    ({}, {"a": "1"}, True),
])  # fmt: skip
def test_what_is_a_variation_of_a_case(one, other, same):
    assert own_advice.is_variation(one, other) is own_advice.is_variation(other, one) is same


def test_a_judged_scenario_stands_beside_what_the_model_says_of_it(client, direct):
    _, panel, fit = made()
    near = ask(panel.study, fit, make_case(panel.study, CASE), panel=panel).nearest[0]
    page = client.get(HOME, CASE, headers={"accept-language": "en"}).content.decode()
    part = page[page.index('id="nearest"') :]
    assert "The model says" in part
    assert f"Judged by {near.n} simulated participants" in part
    for share in (near.positive, near.model):
        assert f">{percent_text(share.share, 'en')} <span" in part


def test_what_an_earlier_version_kept_in_the_session_does_no_harm(client, public):
    session = client.session
    session["own_advice"] = {"small?who=a": "yes"}
    session.save()
    assert client.get(HOME, CASE).status_code == 200
