"""What is wrong with a definition: in the words of the page, with a link to where it is mended."""

import re

import pytest

from collega.errors import StudyError
from collega.study import parse_study
from collega.web.workbench.define.places import in_words, place_of, steps_of, steps_of_correction
from tests.study.test_broken_studies import BROKEN, GOOD
from tests.web.workbench.pages import main_form, read

pytestmark = pytest.mark.django_db
BASE = "/workbench/small/definition/"


PLACES = {
    "title": ("Titel", f"{BASE}basics/#id_title_nl"),
    "introduction": ("Inleiding", f"{BASE}basics/#id_introduction_nl"),
    "context[2]": ("Wat in elk scenario geldt, regel 2", f"{BASE}basics/#id_context_nl"),
    "languages[2]": ("Talen van de vragenlijst", f"{BASE}basics/#id_languages_0"),
    "minimum_group": ("Kleinste groep die wordt getoond", f"{BASE}basics/#id_minimum_group"),
    "scenarios_per_participant": ("Scenario’s per deelnemer", f"{BASE}basics/#id_scenarios_per_participant"),
    "retention": ("Persoonsgegevens worden verwijderd na", f"{BASE}basics/#id_retention"),
    "answers": ("Antwoorden", f"{BASE}answers/#id_parts-0-key"),
    "answers[2].text": ("Antwoord 2 (‘Ja’), tekst", f"{BASE}answers/#id_parts-1-text_nl"),
    "criteria": ("Criteria", f"{BASE}#criteria"),
    "criteria[1].key": ("Criterium 1 (‘Wie?’), sleutel", f"{BASE}criteria/who/#id_key"),
    "criteria[1].help": ("Criterium 1 (‘Wie?’), toelichting", f"{BASE}criteria/who/#id_help_nl"),
    "criteria[1].levels[2].key": (
        "Criterium 1 (‘Wie?’), waarde 2 (‘Twee’), sleutel", f"{BASE}criteria/who/#id_parts-1-key"),
    "characteristics[1].self_image": (
        "Eigenschap 1 (‘Jaren’), zelfbeeld", f"{BASE}characteristics/years/#id_self_image"),
    "characteristics[1].values[1].text": (
        "Eigenschap 1 (‘Jaren’), keuze 1 (‘Weinig’), tekst", f"{BASE}characteristics/years/#id_parts-0-text_nl"),
    "never[1].who": ("Uitgesloten combinatie 1", f"{BASE}#never"),
    "contact": ("Contact", f"{BASE}file/"),
}  # fmt: skip


@pytest.mark.parametrize("where", PLACES)
def test_a_place_has_the_words_of_the_page_and_a_link_that_leads_there(full_client, full, where):
    place = place_of(steps_of(where), full.as_defined.model_dump(mode="json"), "small")
    assert (place.words, place.address) == PLACES[where]
    path, _, anchor = place.address.partition("#")
    answer = full_client.get(path)
    assert answer.status_code == 200
    assert not anchor or anchor in read(answer).ids


@pytest.mark.parametrize("name", BROKEN)
def test_every_problem_of_a_definition_has_a_place_in_words_and_an_address(full_client, full, name):
    """Whatever the checks find, no brackets or dots of the file reach a page of a form."""
    old, new, _told = BROKEN[name]
    text = GOOD.replace(old, new)
    try:
        parse_study(text)
    except StudyError as error:
        problems = error.problems
    data = full.as_defined.model_dump(mode="json")
    for problem in problems:
        told = in_words(problem, data, "small")
        assert not re.search(r"\[\d+\]|\w\.\w", told["place"]), told["place"]
        assert full_client.get(told["address"].partition("#")[0]).status_code == 200


def test_a_message_on_a_form_links_to_the_line_that_is_meant(full_client, full):
    address = f"{BASE}criteria/who/"
    sends = main_form(full_client.get(address)).sends
    changes = {"parts-2-key": "a", "parts-0-ORDER": "9"}  # what is line 1 now comes last, as the third level
    answer = full_client.post(address, sends | changes)
    page = answer.content.decode()
    assert '<a href="#id_parts-0-key">Criterium 1 (‘Wie?’), waarde 3 (‘Een’), sleutel</a>: ' in page
    assert "sleutel ‘a’ komt twee keer voor" in page
    assert "id_parts-0-key" in read(answer).ids


def test_a_missing_translation_links_to_the_field_of_that_language(full_client, full):
    address = f"{BASE}basics/"
    answer = full_client.post(address, main_form(full_client.get(address)).sends | {"statement_en": ""})
    assert '<a href="#id_statement_en">Stelling, in het Engels</a>: ' in answer.content.decode()
    assert "id_statement_en" in read(answer).ids


def test_a_message_about_another_page_leads_there(full_client, full):
    address = f"{BASE}criteria/new/"
    sends = main_form(full_client.get(address)).sends | {
        "key": "years", "text_nl": "Hoe lang?", "text_en": "How long?",
        **{f"parts-{n}-{name}": f"{n}" for n in range(2) for name in ("key", "text_nl", "text_en")},
    }  # fmt: skip
    page = full_client.post(address, sends).content.decode()
    assert f'<a href="{BASE}characteristics/years/#id_key">Eigenschap 1 (‘Jaren’), sleutel</a>: ' in page


def test_corrections_are_listed_by_the_words_of_the_page(full):
    data = full.as_defined.model_dump(mode="json")
    words = place_of(steps_of_correction("criteria.0.levels.1.text"), data, "small").words
    assert words == "Criterium 1 (‘Wie?’), waarde 2 (‘Twee’), tekst"
