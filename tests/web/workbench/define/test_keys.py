"""Keys: renamed, moved and taken out in the browser, and everything that refers to them."""

import pytest
from django.utils import timezone

from collega.web import bridge
from collega.web.deeds.renaming import Renaming, rules_about
from collega.web.records.models import Interview, Kind, Note, current_design
from tests.web.workbench.pages import main_form, read

pytestmark = pytest.mark.django_db
WHO, YEARS = "/workbench/small/definition/criteria/who/", "/workbench/small/definition/characteristics/years/"


def rules(study):
    study.refresh_from_db()
    return [dict(rule) for rule in study.as_defined.never]


def send(client, address, **changes):
    return client.post(address, main_form(client.get(address)).sends | changes)


def profiles(study):
    """The scenarios as levels in words: what participants would see."""
    study.refresh_from_db()
    row = current_design(study)
    texts = {each.text.say("en"): [level.text.say("en") for level in each.levels] for each in study.as_defined.criteria}
    names = list(texts)
    return [
        {names[c]: texts[names[c]][level] for c, level in enumerate(profile)}
        for profile in bridge.design_of(row).profiles
    ]


def test_a_renamed_criterion_is_renamed_in_the_rules_and_the_design_stays(full_client, full):
    before = profiles(full)
    send(full_client, WHO, key="whom")
    assert rules(full) == [{"whom": "a", "what": "b"}]
    assert not current_design(full).out_of_date
    assert profiles(full) == before


def test_levels_that_swap_their_keys_swap_them_in_the_rules(full_client, full):
    before = profiles(full)
    send(full_client, WHO, **{"parts-0-key": "b", "parts-1-key": "a", "key": "whom"})
    assert rules(full) == [{"whom": "b", "what": "b"}]
    assert full.as_defined.criteria[0].levels[0].text.say("nl") == "Een"
    assert not current_design(full).out_of_date
    assert profiles(full) == before


def test_parts_that_only_move_keep_the_design_and_every_scenario(full_client, full):
    before = profiles(full)
    full_client.post("/workbench/small/definition/rearrange/", {"kind": "criteria", "number": "0", "verb": "down"})
    full.refresh_from_db()
    assert full.as_defined.criterion_keys == ("what", "who")
    send(full_client, WHO, **{"parts-0-ORDER": "9"})
    full.refresh_from_db()
    assert full.as_defined.criteria[1].level_keys == ("b", "c", "a")
    assert not current_design(full).out_of_date
    assert profiles(full) == [{"What?": each["What?"], "Who?": each["Who?"]} for each in before]


def test_another_level_rule_or_number_makes_the_design_out_of_date(full_client, full):
    for page, changes in (
        ("criteria/who/", {"parts-3-key": "d", "parts-3-text_nl": "Vier", "parts-3-text_en": "Four"}),
        ("basics/", {"scenarios_per_participant": "3"}),
    ):
        bridge.keep_design(full, bridge.design_of(current_design(full)))
        assert not current_design(full).out_of_date
        assert send(full_client, f"/workbench/small/definition/{page}", **changes).status_code == 302
        full.refresh_from_db()
        assert current_design(full).out_of_date


@pytest.mark.parametrize("changes", [{"retention": "2 jaar"}, {"introduction_nl": "Anders."}, {"minimum_group": "9"},
                                     {"title_nl": "Anders"}])  # fmt: skip
def test_what_scenarios_do_not_stand_on_leaves_the_design_and_the_rehearsals(full_client, full, changes):
    Interview.objects.create(study=full, kind=Kind.PREVIEW, pseudonym="p1", started_at=timezone.now())
    assert send(full_client, "/workbench/small/definition/basics/", **changes).status_code == 302
    full.refresh_from_db()
    assert not current_design(full).out_of_date
    assert Interview.objects.count() == 1


def test_rehearsals_of_other_questions_go_with_a_word(full_client, full):
    Interview.objects.create(study=full, kind=Kind.SIMULATED, pseudonym="p1", started_at=timezone.now())
    address = "/workbench/small/definition/answers/"
    sends = main_form(full_client.get(address)).sends | {"parts-0-key": "nay"}
    page = full_client.post(address, sends, follow=True).content.decode()
    assert "Proefrondes en gesimuleerde antwoorden zijn verwijderd: die hoorden bij andere vragen." in page
    assert not Interview.objects.exists()


def test_notes_at_figures_follow_a_renamed_key(full_client, full):
    Note.objects.create(study=full, figure="importance.years.few", text={"nl": "Noot"})
    Note.objects.create(study=full, figure="importance", text={"nl": "Noot"})
    send(full_client, YEARS, key="since", **{"parts-0-key": "short"})
    assert set(Note.objects.values_list("figure", flat=True)) == {"importance.since.short", "importance"}


def test_a_level_in_a_rule_is_not_taken_out_unasked(full_client, full):
    answer = send(full_client, WHO, **{"parts-0-DELETE": "on", "text_nl": "Wie dan?"})
    page = answer.content.decode()
    assert "U verwijdert een waarde die in een uitgesloten combinatie staat" in page
    assert "Wie? <strong>Een</strong> + Wat? <strong>B</strong>" in page
    assert rules(full) == [{"who": "a", "what": "b"}]
    form = main_form(answer)
    assert (form.sends["text_nl"], form.sends["parts-0-DELETE"]) == ("Wie dan?", "on")
    assert full_client.post(WHO, form.sends | {"rules": "remove"}).status_code == 302
    assert rules(full) == []
    assert full.as_defined.criteria[0].level_keys == ("b", "c")


def test_a_level_in_no_rule_is_taken_out_at_once(full_client, full):
    assert send(full_client, WHO, **{"parts-2-DELETE": "on"}).status_code == 302
    assert rules(full) == [{"who": "a", "what": "b"}]
    assert full.as_defined.criteria[0].level_keys == ("a", "b")


@pytest.mark.parametrize(("kind", "told"), [
    ("criteria", ["Dit criterium verwijderen?", "<li>Een</li>", "Ook de uitgesloten combinatie waarin het staat"]),
    ("characteristics", ["Deze eigenschap verwijderen?", "<li>Weinig</li>"]),
])  # fmt: skip
def test_a_part_is_removed_after_asking_once_more(full_client, full, kind, told):
    asked = full_client.post("/workbench/small/definition/rearrange/", {"kind": kind, "number": "0", "verb": "remove"})
    for each in told:
        assert each in asked.content.decode()
    full.refresh_from_db()
    assert full.as_defined == type(full).objects.get().as_defined
    assert len(full.as_defined.criteria) == 2
    sure = next(form for form in read(asked).forms if "sure" in form.sends).sends | {"verb": "remove"}
    full_client.post("/workbench/small/definition/rearrange/", sure)
    full.refresh_from_db()
    assert (len(full.as_defined.criteria), len(full.as_defined.characteristics)) == (
        (1, 1) if kind == "criteria" else (2, 0))  # fmt: skip
    assert rules(full) == ([] if kind == "criteria" else [{"who": "a", "what": "b"}])


def test_a_removal_that_was_overtaken_removes_nothing(full_client, full):
    asked = full_client.post(
        "/workbench/small/definition/rearrange/", {"kind": "criteria", "number": "0", "verb": "remove"}
    )
    sure = next(form for form in read(asked).forms if "sure" in form.sends).sends | {"verb": "remove"}
    full_client.post("/workbench/small/definition/rearrange/", {"kind": "criteria", "number": "0", "verb": "down"})
    full_client.post("/workbench/small/definition/rearrange/", sure)
    full.refresh_from_db()
    assert len(full.as_defined.criteria) == 2


def test_a_design_that_was_composed_for_questions_of_before_is_not_called_up_to_date(full):
    before, design = full.as_defined, bridge.design_of(current_design(full))
    full.definition = full.definition.replace("scenarios_per_participant: 4", "scenarios_per_participant: 3")
    full.save()
    assert bridge.keep_design(full, design, definition=before).out_of_date


def test_renaming():
    renaming = Renaming(parts={"a": "b", "b": "a"}, inner={"a": {"x": "y"}, "b": {"x": "z"}})
    assert renaming.rule({"a": "x", "b": "x", "c": "x"}) == {"b": "y", "a": "z", "c": "x"}
    assert renaming.figure("answers.a.x") == "answers.b.y"
    assert renaming.figure("importance") == "importance"
    some = [{"a": "x", "b": "y"}, {"b": "y", "c": "z"}]
    assert rules_about(some, "a") == some[:1]
    assert rules_about(some, "b", ["y"]) == some
    assert rules_about(some, "b", []) == []
