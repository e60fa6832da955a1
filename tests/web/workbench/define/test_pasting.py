"""Levels, answers and values pasted as a column, with keys made from their texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.study import parse_study
from collega.study.definition import KEY_PATTERN
from collega.web.workbench.define.keys import LONGEST, RESERVED, key_from
from tests.web.conftest import make_member, make_study
from tests.web.workbench.pages import main_form

NEW = "/workbench/small/definition/criteria/new/"
ANSWERS = "/workbench/small/definition/answers/"


@pytest.mark.parametrize(("text", "key"), [
    ("Zeer mee oneens", "zeer_mee_oneens"), ("Ja, maar het is onduidelijk", "ja_maar_het_is_onduidelijk"),
    ("Café – à la carte", "cafe_a_la_carte"), ("Straße in Łódź", "strasse_in_lodz"), ("'s-Hertogenbosch", "s_hertogenbosch"),
    ("< 5 jaar", "lt_5_jaar"), ("> 5 jaar", "gt_5_jaar"), ("50%", "50_pct"), ("-1", "min_1"), ("1", "1"),
    ("1.000 tot 10.000 euro", "1_000_tot_10_000_euro"), ("€ 5", "eur_5"), ("m²", "m2"), ("日本", "level_3"), ("???", "level_3"),
    ("other", "other_2"), ("Participant", "participant_2"), ("New", "new_2"),
    ("een heel lange tekst die niet in een sleutel past", "een_heel_lange_tekst_die_niet_in_een"),
    ("x" * 90, "x" * LONGEST),
])  # fmt: skip
def test_a_key_is_made_from_the_text(text, key):
    assert key_from(text, set(), "level_3") == key


@settings(deadline=None, derandomize=True)
@given(st.lists(st.text(max_size=90), max_size=40))
def test_keys_are_valid_of_their_own_and_the_same_again(texts):
    def keys():
        taken = []
        for text in texts:
            taken.append(key_from(text, taken, "level"))
        return taken

    made = keys()
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(KEY_PATTERN, key) and key not in RESERVED for key in made)
    assert made == keys()


@pytest.fixture
def owner(client, db):
    study = make_study()
    client.force_login(make_member(study))
    client.study = study
    return client


def management(total=2, initial=0):
    return {"parts-TOTAL_FORMS": str(total), "parts-INITIAL_FORMS": str(initial), "parts-MIN_NUM_FORMS": "2",
            "parts-MAX_NUM_FORMS": "30"}  # fmt: skip


def saved(owner, address, **fields):
    return owner.post(address, {**management(), "text_nl": "Hoe ver?", "text_en": "How far?", **fields})


def levels(owner, number=-1):
    owner.study.refresh_from_db()
    return [(x.key, x.text.nl, x.text.en) for x in owner.study.as_defined.criteria[number].levels]


def test_thirty_levels_in_one_save_without_a_key(owner):
    answer = saved(owner, NEW, pasted="\r\n".join(f"Waarde {n}" for n in range(1, 31)))
    assert answer.status_code == 302, answer.context["formset"].non_form_errors()
    assert levels(owner) == [(f"waarde_{n}", f"Waarde {n}", f"Waarde {n}") for n in range(1, 31)]
    assert owner.study.as_defined.criteria[-1].key == "hoe_ver"


def test_one_too_many_comes_back_whole(owner):
    answer = saved(owner, NEW, pasted="\n".join(f"Waarde {n}" for n in range(1, 61)))
    assert "niet meer dan 30 regels" in str(answer.context["formset"].non_form_errors())
    text = answer.content.decode()
    assert 'value="Waarde 60"' in text
    assert 'value="waarde_60"' in text
    assert len(owner.study.as_defined.criteria) == 2


@pytest.mark.parametrize(("pasted", "told"), [
    ("\n".join(f"Waarde {n}" for n in range(1500)),
     "U plakte 1500 regels, en er zijn er niet meer dan 30 mogelijk. Ze staan in het vak hieronder, en er is niets opgeslagen."),
    ("x" * 140_000 + "\ny", "Wat u plakte, is te lang voor een lijst. Het staat in het vak hieronder, en er is niets opgeslagen."),
])  # fmt: skip
def test_what_is_far_too_much_stays_in_the_box(owner, pasted, told):
    answer = saved(owner, NEW, pasted=pasted)
    assert answer.status_code == 200
    assert answer.context["formset"].non_form_errors() == [told]
    assert main_form(answer).sends["pasted"] == pasted
    assert len(owner.study.as_defined.criteria) == 2


@pytest.mark.parametrize(("pasted", "more", "expected"), [
    ("Ja\tYes\nNee\tNo", {}, [("ja", "Ja", "Yes"), ("nee", "Nee", "No")]),
    ("Ja\ty\nNee\tn", {"pasted_second": "key"}, [("y", "Ja", "Ja"), ("n", "Nee", "Nee")]),
    ("Ja\tYes\ty\nNee\tNo\tn", {}, [("y", "Ja", "Yes"), ("n", "Nee", "No")]),
    ("key\tEngels\tNederlands\r\ny\tYes\tJa\r\n\r\nn\tNo\tNee", {}, [("y", "Ja", "Yes"), ("n", "Nee", "No")]),
    ("Nederlands\tDutch\nEngels\tEnglish", {}, [("nederlands", "Nederlands", "Dutch"), ("engels", "Engels", "English")]),
    ("•\tJa\n•\tNee", {}, [("ja", "Ja", "Ja"), ("nee", "Nee", "Nee")]),
    ("• Ja\n• Nee", {}, [("ja", "Ja", "Ja"), ("nee", "Nee", "Nee")]),
    ("1.\tJa\n2.\tNee", {}, [("ja", "Ja", "Ja"), ("nee", "Nee", "Nee")]),
    ("1. Ja\tYes\n2. Nee\tNo", {}, [("ja", "Ja", "Yes"), ("nee", "Nee", "No")]),
    ("1. Ja\n3. Nee", {}, [("1_ja", "1. Ja", "1. Ja"), ("3_nee", "3. Nee", "3. Nee")]),
    ('"Ja,\nzeker"\t"Yes, ""sure"""\nNee\tNo', {}, [("ja_zeker", "Ja, zeker", 'Yes, "sure"'), ("nee", "Nee", "No")]),
    ('"Ja" of zo\n"Nee', {}, [("ja_of_zo", '"Ja" of zo', '"Ja" of zo'), ("nee", '"Nee', '"Nee')]),
    ('"Ja" of zo\nNee "hoor"', {}, [("ja_of_zo", '"Ja" of zo', '"Ja" of zo'), ("nee_hoor", 'Nee "hoor"', 'Nee "hoor"')]),
    ("Ja; misschien\nNee, nooit", {}, [("ja_misschien", "Ja; misschien", "Ja; misschien"), ("nee_nooit", "Nee, nooit", "Nee, nooit")]),
    ("Ja.\nJa!\nNee", {}, [("ja", "Ja.", "Ja."), ("ja_2", "Ja!", "Ja!"), ("nee", "Nee", "Nee")]),
])  # fmt: skip
def test_a_column_as_people_have_it(owner, pasted, more, expected):
    answer = saved(owner, NEW, pasted=pasted, **more)
    assert answer.status_code == 302
    assert levels(owner) == expected


def test_one_column_in_a_study_of_two_languages_is_told(owner):
    assert "staat nu in beide talen" in owner.post(NEW, {**management(), "text_nl": "Zo?", "text_en": "So?", "pasted": "A\nB"},
                                                   follow=True).content.decode()  # fmt: skip
    page = saved(owner, NEW, text_nl="En?", text_en="And?", pasted="Ja\tYes\nNee")
    assert page.status_code == 200  # the English of one line is missing, which is said
    assert 'value="Nee"' in page.content.decode()


def test_a_study_in_one_language_has_the_key_second(owner):
    owner.study.definition = owner.study.definition.replace("key: small", "key: small\nlanguages: [en]", 1)
    owner.study.save()
    saved(owner, NEW, text_nl="", pasted="Yes\ty\nNo\tn")
    assert levels(owner) == [("y", "", "Yes"), ("n", "", "No")]
    assert owner.study.as_defined.criteria[-1].key == "how_far"


def test_a_key_that_cannot_be_is_said_at_its_line(owner):
    answer = saved(owner, NEW, pasted="Ja\tYes\tno key\nNee\tNo\tn")
    assert "Letters, cijfers" in str(answer.context["formset"].errors[0]["key"])
    assert 'value="no key"' in answer.content.decode()


def existing(owner):
    """The fields of the page of the criterion 'what', as a browser sends them."""
    page = owner.get("/workbench/small/definition/criteria/what/")
    form, formset = page.context["form"], page.context["formset"]
    fields = {name: form[name].value() or "" for name in form.fields if name != "ordered"}
    for one in formset.management_form, *formset.forms:
        fields |= {one[name].html_name: one[name].value() or "" for name in one.fields if name != "DELETE"}
    return fields


def test_pasted_lines_come_behind_those_that_are_there(owner):
    answer = owner.post("/workbench/small/definition/criteria/what/", existing(owner) | {"pasted": "Nog een\tOne more"})
    assert answer.status_code == 302
    assert levels(owner) == [("a", "A", "A"), ("b", "B", "B"), ("c", "C", "C"), ("nog_een", "Nog een", "One more")]


def test_pasted_in_their_place_keeps_the_keys_of_the_same_texts(owner):
    fields = existing(owner) | {"pasted": "C\tSea\nD\tDee\nA\tA", "pasted_replace": "yes"}
    assert owner.post("/workbench/small/definition/criteria/what/", fields).status_code == 302
    assert levels(owner) == [("c", "C", "Sea"), ("d", "D", "Dee"), ("a", "A", "A")]


def test_a_key_stays_when_the_text_changes(owner):
    fields = existing(owner)
    line = next(name.removesuffix("-key") for name, value in fields.items() if value == "b" and name.endswith("-key"))
    owner.post("/workbench/small/definition/criteria/what/", fields | {f"{line}-text_nl": "Heel iets anders"})
    assert ("b", "Heel iets anders", "B") in levels(owner)


def test_an_answer_scale_is_pasted(owner):
    page = owner.get(ANSWERS)
    fields = {
        f"parts-{name}": page.context["formset"].management_form[name].value()
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    fields |= {"pasted": "Oneens\tDisagree\nEens\tAgree\nZeer eens\tStrongly agree", "pasted_replace": "yes"}
    for form in page.context["formset"].initial_forms:
        fields |= {form[name].html_name: form[name].value() or "" for name in ("key", "text_nl", "text_en")}
    answer = owner.post(ANSWERS, fields)
    assert answer.status_code == 200  # none is positive yet: every line stands there, to be ticked
    assert 'value="zeer_eens"' in answer.content.decode()
    formset = answer.context["formset"]
    fields = {f"parts-{name}": formset.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for form in formset.forms:
        fields |= {form[name].html_name: form[name].value() or "" for name in form.fields if form[name].value()}
        if form["key"].value() in ("eens", "zeer_eens"):
            fields[form["positive"].html_name] = "on"
    assert owner.post(ANSWERS, fields).status_code == 302
    owner.study.refresh_from_db()
    assert [(a.key, a.positive) for a in owner.study.as_defined.answers] == [
        ("oneens", False), ("eens", True), ("zeer_eens", True)]  # fmt: skip


def test_the_values_of_a_characteristic_too(owner):
    fields = management() | {"text_nl": "Wat?", "text_en": "What?", "pasted": "Other\nAnders\nWil ik wel delen"}
    assert owner.post("/workbench/small/definition/characteristics/new/", fields).status_code == 302
    owner.study.refresh_from_db()
    made = owner.study.as_defined.characteristics[-1]
    assert made.key == "wat"
    assert [value.key for value in made.values] == ["other_2", "anders", "wil_ik_wel_delen"]
    assert parse_study(owner.study.definition)


def test_declining_is_no_value(owner):
    fields = management() | {"text_nl": "Wat?", "text_en": "What?", "pasted": "Ja\nWil ik niet delen"}
    answer = owner.post("/workbench/small/definition/characteristics/new/", fields)
    assert "‘Wil ik niet delen’ komt er vanzelf bij" in answer.content.decode()


@pytest.mark.parametrize("text", ["What", "Post", "Version", "Post other"])
def test_the_key_of_a_part_is_no_column_that_is_there(owner, text):
    assert saved(owner, NEW, text_nl=text, text_en=text, pasted="a\nb").status_code == 302
    owner.study.refresh_from_db()
    assert owner.study.as_defined.criteria[-1].key == text.lower().replace(" ", "_") + "_2"


def test_lines_between_which_one_was_left_empty(owner):
    fields = {"parts-0-text_nl": "Ja", "parts-1-text_nl": "", "parts-2-text_nl": "Nee", **management(3)}
    fields |= {"parts-0-text_en": "Yes", "parts-2-text_en": "No"}
    assert saved(owner, NEW, **fields).status_code == 302
    assert levels(owner) == [("ja", "Ja", "Yes"), ("nee", "Nee", "No")]


@pytest.mark.parametrize("total", ["", "x", "-1", "999999999"])
def test_a_form_that_was_tampered_with_breaks_nothing(owner, total):
    assert owner.post(NEW, {"text_nl": "Zo?", "parts-TOTAL_FORMS": total}).status_code in (200, 302)
    assert len(owner.study.as_defined.criteria) == 2
