"""What forms keep: what they do not show survives, what was typed is never lost without a word."""

import re
import types
from datetime import date
from typing import get_args

import pytest
from django.utils import timezone
from pydantic import BaseModel

from collega.study import Study as Definition
from collega.study import parse_study
from collega.web.records.models import Collection, Event, Note, Study, current_design
from collega.web.workbench.editing import mark
from tests.web.conftest import make_study
from tests.web.workbench.pages import main_form, read

pytestmark = pytest.mark.django_db

EVERYTHING = """
key: small
title: {nl: Titel, en: Title}
languages: [en, nl]
introduction: {nl: "Een alinea.\\n\\nNog een.", en: "A paragraph.\\n\\nOne more."}
context: [{nl: Altijd zo., en: Always so.}, {nl: En dit., en: And this.}]
statement: {nl: Dit mag., en: This may be done.}
answers:
  - {key: "no", text: {nl: Nee, en: "No"}}
  - {key: "yes", text: {nl: Ja, en: "Yes"}, positive: true}
criteria:
  - key: who
    text: {nl: "Wie?", en: "Who?"}
    help: {nl: "Uitleg.\\nMeer.", en: "Help.\\nMore."}
    ordered: true
    levels:
      - {key: a, text: {nl: Een, en: One}, source: {nl: Wet, en: Law}}
      - {key: b, text: {nl: Twee, en: Two}}
      - {key: c, text: {nl: Drie, en: Three}}
  - {key: what, text: {nl: "Wat?", en: "What?"}, levels: [{key: a, text: A}, {key: b, text: B}]}
never:
  - {who: a, what: b}
characteristics:
  - key: years
    text: {nl: Jaren, en: Years}
    ordered: true
    other: true
    self_image: true
    values: [{key: few, text: {nl: Weinig, en: Few}}, {key: many, text: {nl: Veel, en: Many}}]
scenarios_per_participant: 4
minimum_group: 7
retention: P1Y6M
contact: {nl: Vraag ons., en: Ask us.}
"""
PAGES = ["basics/", "answers/", "criteria/who/", "criteria/what/", "characteristics/years/", "file/"]


@pytest.fixture
def full(study):
    """A study in which every field of every part is set."""
    study.delete()
    return make_study(text=EVERYTHING)


@pytest.fixture
def full_client(client, full):
    from tests.web.conftest import make_member

    client.force_login(make_member(full))
    return client


def models(model=Definition):
    """The parts of a definition, each once."""
    yield model
    for field in model.model_fields.values():
        inner = [field.annotation, *get_args(field.annotation)]
        for each in inner:
            if isinstance(each, type) and issubclass(each, BaseModel) and each.__name__ != "Text":
                yield from models(each)


def values_of(definition, model, name):
    """Every value of a field of a part in a definition."""

    def walk(item):
        if isinstance(item, model):
            yield getattr(item, name)
        if isinstance(item, BaseModel):
            for inner in type(item).model_fields:
                yield from walk(getattr(item, inner))
        elif isinstance(item, tuple):
            for inner in item:
                yield from walk(inner)

    return list(walk(definition))


FIELDS = [(model, name) for model in models() for name in model.model_fields]


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda each: getattr(each, "__name__", each))
def test_the_study_of_these_tests_has_every_field(model, name):
    default = model.model_fields[name].get_default(call_default_factory=True)
    assert any(value != default for value in values_of(parse_study(EVERYTHING), model, name)), "set it in EVERYTHING"


@pytest.mark.parametrize("page", PAGES)
def test_a_form_that_is_saved_untouched_changes_nothing(full_client, full, page):
    before = full.as_defined
    address = f"/workbench/small/definition/{page}"
    answer = full_client.post(address, main_form(full_client.get(address)).sends)
    assert answer.status_code == 302
    full.refresh_from_db()
    assert full.as_defined == before
    assert not current_design(full).out_of_date


@pytest.mark.parametrize("state", ["draft", "open", "paused", "closed"])
def test_the_page_of_the_launch_saved_untouched_changes_nothing(full_client, full, state):
    full.closes_on, full.most_participants, full.release_after = date(timezone.localdate().year + 1, 1, 1), 40, 36
    full.advice_first, full.weights_before_closing = False, True
    full.collection, full.open_token, full.open_code = state, "token", "code"
    if state != "draft":
        full.launched_at, full.keep_until = timezone.now(), date(timezone.localdate().year + 1, 2, 1)
    full.save()
    before = Study.objects.values().get()
    answer = full_client.post("/workbench/small/launch/", main_form(full_client.get("/workbench/small/launch/")).sends)
    assert answer.status_code == 302
    assert Study.objects.values().get() == before
    assert not Event.objects.filter(
        what__in=["rules changed", "text for participants changed", "retention shortened"]
    ).exists()


def test_the_order_of_a_characteristics_values_is_set_and_unset_in_the_browser(full_client, full):
    address = "/workbench/small/definition/characteristics/years/"
    sends = main_form(full_client.get(address)).sends
    full_client.post(address, {name: value for name, value in sends.items() if name != "ordered"})
    full.refresh_from_db()
    assert not full.as_defined.characteristics[0].ordered
    sends = main_form(full_client.get(address)).sends
    full_client.post(address, sends | {"ordered": "on"})
    full.refresh_from_db()
    assert full.as_defined.characteristics[0].ordered


def test_a_source_goes_with_its_level_when_key_text_and_place_change(full_client, full):
    address = "/workbench/small/definition/criteria/who/"
    sends = main_form(full_client.get(address)).sends
    full_client.post(address, sends | {"parts-0-key": "first", "parts-0-text_nl": "Eerste", "parts-0-ORDER": "9"})
    full.refresh_from_db()
    levels = full.as_defined.criteria[0].levels
    assert [level.key for level in levels] == ["b", "c", "first"]
    assert levels[2].source.say("nl") == "Wet"


ROOMS = ["", "definition/", *(f"definition/{page}" for page in PAGES), "definition/criteria/new/", "design/", "preview/",
         "launch/", "launch/confirm/", "corrections/", "monitor/", "participants/", "fits/", "notes/", "publish/", "data/",
         "team/", "team/invite/", "trail/", "people/mail/invitation/nl/"]  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("launched", [False, True])
def test_a_page_has_one_form_to_fill_in(full_client, full, room, launched):
    if launched:
        full.collection, full.launched_at, full.keep_until = Collection.OPEN, timezone.now(), date(2099, 1, 1)
        full.save()
    page = read(full_client.get(f"/workbench/small/{room}", follow=True))
    filled_in = [form for form in page.forms if form.method == "post" and form.typed and not form.download]
    assert len(filled_in) <= 1, [form.action for form in filled_in]


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
    from collega.web import bridge

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
    monkeypatch.setattr("collega.web.workbench.notes.pictures_of", lambda _study: [drawn])


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
    from django.core.files.uploadedfile import SimpleUploadedFile

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
    assert 'href="/accounts/login/?next=/workbench/small/definition/basics/"' in page
    assert WORDS not in Study.objects.get().definition
