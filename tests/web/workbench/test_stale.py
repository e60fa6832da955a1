"""Pages that others overtook: nothing is saved, and nothing that was typed is lost."""

import re
import types

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collega.web import bridge
from collega.web.deeds.definition import mark
from collega.web.records.models import Collection, Note, Study, current_design
from tests.web.workbench.everything import EVERYTHING
from tests.web.workbench.pages import main_form

pytestmark = pytest.mark.django_db
WORDS = "Wat ik net heb getypt."
STALE = {
    "basics/": {"introduction_nl": WORDS},
    "answers/": {"parts-0-text_nl": WORDS},
    "criteria/who/": {"help_nl": WORDS},
    "criteria/new/": {"key": "why", "text_nl": WORDS, "text_en": WORDS, "parts-0-key": "x", "parts-0-text_nl": "X", "parts-0-text_en": "X",
                      "parts-1-key": "y", "parts-1-text_nl": "Y", "parts-1-text_en": "Y"},
    "characteristics/years/": {"text_nl": WORDS},
    "file/": {"text": EVERYTHING.replace("Titel", WORDS)},
}  # fmt: skip


def stale_post(client, study, page, happen):
    address = f"/workbench/small/definition/{page}"
    sends = main_form(client.get(address)).sends | STALE[page]
    happen(study)
    return address, client.post(address, sends)


def changed_elsewhere(study):
    Study.objects.update(definition=study.definition.replace("Ask us", "Ask them"))


def launched_elsewhere(study):
    Study.objects.update(launched_at=timezone.now(), collection=Collection.OPEN)


@pytest.mark.parametrize("page", STALE)
def test_a_page_that_others_overtook_keeps_what_was_typed_and_saves_it_the_second_time(full_client, full, page):
    address, answer = stale_post(full_client, full, page, changed_elsewhere)
    assert "in een ander venster gewijzigd. Er is niets opgeslagen" in answer.content.decode()
    form = main_form(answer)
    assert form.unsaved
    assert any(WORDS in value for value in form.sends.values() if isinstance(value, str))
    assert WORDS not in Study.objects.get().definition
    assert full_client.post(address, form.sends).status_code == 302
    assert WORDS in Study.objects.get().definition


@pytest.mark.parametrize("page", STALE)
def test_a_page_that_the_launch_overtook_shows_what_was_typed(full_client, full, page):
    _address, answer = stale_post(full_client, full, page, launched_elsewhere)
    assert answer.status_code in (200, 422)
    assert WORDS in answer.content.decode()
    assert re.search("Het onderzoek is( intussen)? gestart", answer.content.decode())
    assert WORDS not in Study.objects.get().definition


def test_a_criterion_that_another_tab_took_out_can_be_put_back(full_client, full):
    address = "/workbench/small/definition/criteria/what/"
    sends = main_form(full_client.get(address)).sends | {"text_nl": WORDS}
    smaller = (
        full.definition.replace("never:\n  - {who: a, what: b}\n", "")
        .replace("key: what", "key: which")
        .replace("what:", "which:")
        .replace("What?", "Which?")
    )
    Study.objects.update(definition=smaller)
    answer = full_client.post(address, sends)
    assert "in een ander venster gewijzigd" in answer.content.decode()
    assert full_client.post(address, main_form(answer).sends).status_code == 302
    assert Study.objects.get().as_defined.criterion_keys == ("who", "which", "what")


def test_a_forbidden_combination_that_could_not_be_saved_stays_chosen(full_client, full):
    sends = {"first": "who=c", "second": "what=a", "seen": mark(full)}
    changed_elsewhere(full)
    page = main_form(full_client.post("/workbench/small/definition/never/", sends))
    assert (page.sends["first"], page.sends["second"]) == ("who=c", "what=a")
    assert page.unsaved


def test_the_notice_of_a_page_from_before_the_launch_is_shown_and_not_called_saved(full_client, full):
    sends = main_form(full_client.get("/workbench/small/launch/")).sends | {
        "purpose_nl": WORDS,
        "contact_nl": "Bel ons.",
    }
    full_client.post("/workbench/small/launch/move/", {"verb": "launch"}, follow=True)
    answer = full_client.post("/workbench/small/launch/", sends)
    page = answer.content.decode()
    assert "Niet opgeslagen: dit kan niet meer veranderen" in page
    assert f"<dt>Doel</dt><dd><p>{WORDS}</p></dd>" in page
    assert "Opgeslagen." not in page
    form = main_form(answer)
    assert form.sends["contact_nl"] == "Bel ons."  # it can still change: it stands in its field
    assert Study.objects.get().told("contact", "nl") == "nl contact"
    assert full_client.post("/workbench/small/launch/", form.sends).status_code == 302
    assert (Study.objects.get().told("contact", "nl"), Study.objects.get().told("purpose", "nl")) == (
        "Bel ons.",
        "nl purpose",
    )


def test_rules_and_notice_are_saved_together(full_client, full):
    sends = main_form(full_client.get("/workbench/small/launch/")).sends
    full_client.post("/workbench/small/launch/", sends | {"purpose_nl": WORDS, "most_participants": "40"})
    full.refresh_from_db()
    assert (full.told("purpose", "nl"), full.most_participants) == (WORDS, 40)


def test_a_wrong_rule_leaves_the_typed_notice_on_the_page(full_client, full):
    sends = main_form(full_client.get("/workbench/small/launch/")).sends
    answer = full_client.post("/workbench/small/launch/", sends | {"purpose_nl": WORDS, "most_participants": "-3"})
    assert main_form(answer).sends["purpose_nl"] == WORDS
    assert Study.objects.get().told("purpose", "nl") == "nl purpose"


def test_a_scenario_of_a_design_that_was_composed_anew_is_not_changed(full_client, full):
    row = current_design(full)
    address = f"/workbench/small/design/{row.layout['scenarios'][0]}/"
    sends = main_form(full_client.get(address)).sends | {"who": "b", "what": "a", "keep": "yes"}
    bridge.keep_design(full, bridge.design_of(row))
    answer = full_client.post(address, sends)
    assert "opnieuw samengesteld of gewijzigd. Er is niets opgeslagen." in answer.content.decode()
    assert not current_design(full).edited
    assert main_form(answer).sends["who"] == "b"


def test_two_corrections_from_two_tabs_both_stay(full_client, full):
    launched_elsewhere(full)
    for place, text in (("title", "Een"), ("statement", "Twee")):
        full_client.post("/workbench/small/corrections/", {"place": place, "language": "nl", "text": text})
    assert [each["text"] for each in Study.objects.get().corrections] == ["Een", "Twee"]
    answer = full_client.post("/workbench/small/corrections/", {"place": "gone", "language": "nl", "text": WORDS})
    assert "Kies de tekst en schrijf hoe die moet zijn." in answer.content.decode()
    assert main_form(answer).sends["text"] == WORDS


@pytest.fixture
def picture(monkeypatch):
    """A figure to write a note at."""
    drawn = types.SimpleNamespace(name="importance", finding="", alt="", svg="", narrow="")
    monkeypatch.setattr("collega.web.workbench.analyse.notes.pictures_of", lambda _study: [drawn])


def test_a_note_that_others_overtook_stays_on_the_page(full_client, full, picture):
    address = "/workbench/small/notes/importance/"
    sends = main_form(full_client.get(address)).sends | {"nl": WORDS}
    Note.objects.create(study=full, figure="importance", text={"nl": "Eerder.", "en": ""})
    answer = full_client.post(address, sends)
    assert "Deze noot is intussen in een ander venster gewijzigd" in answer.content.decode()
    assert Note.objects.get().text["nl"] == "Eerder."
    full_client.post(address, main_form(answer).sends)
    assert Note.objects.get().text["nl"] == WORDS


def test_a_note_that_is_too_long_is_not_cut_off(full_client, full, picture):
    answer = full_client.post("/workbench/small/notes/importance/", {"nl": "woord " * 700, "en": ""})
    assert "hoogstens 4000 tekens. Er is niets opgeslagen." in answer.content.decode()
    assert main_form(answer).sends["nl"].split() == ["woord"] * 700
    assert not Note.objects.exists()


def test_a_study_file_beside_a_changed_text_is_not_chosen_for_somebody(full_client, full):
    file = SimpleUploadedFile("study.yaml", EVERYTHING.encode())
    address = "/workbench/small/definition/file/"
    sends = main_form(full_client.get(address)).sends
    answer = full_client.post(address, sends | {"text": sends["text"] + f"\n# {WORDS}", "file": file})
    assert "Wijzig de tekst óf kies een bestand." in answer.content.decode()
    assert WORDS in main_form(answer).sends["text"]


def test_who_was_signed_out_gets_the_typed_text_back(client, full_client, full):
    address = "/workbench/small/definition/basics/"
    sends = main_form(full_client.get(address)).sends | {"introduction_nl": WORDS}
    full_client.logout()
    answer = full_client.post(address, sends)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "U bent intussen uitgelogd" in page
    assert f"readonly>{WORDS}</textarea>" in page
    assert 'href="/accounts/login/?next=/unsent/"' in page
    assert WORDS not in Study.objects.get().definition
