"""How a study runs: rules that can change, that the launch settles, and that are over with the collecting."""

from datetime import date

import pytest
from django.utils.translation import override

from collega.web.records.models import Event, Study
from collega.web.workbench.event_words import facts_in_words
from collega.web.workbench.launch import _close, _launch
from collega.web.workbench.rules import COLLECTING_RULES, RulesForm, collected_by, keep_rules

pytestmark = pytest.mark.django_db
RULES = {"rules": "1", "closes_on": "", "most_participants": "", "release_after": "24"}


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("closes_on", "2020-01-01", "Deze dag is al voorbij. Kies vandaag of een latere dag."),
        ("most_participants", "0", "Minstens 1."),
        ("most_participants", "-1", "Minstens 1."),
        ("release_after", "0", "Minstens 1."),
    ],
)
def test_rules_with_which_nobody_could_take_part_are_refused(owner_client, study, name, wrong, told):
    page = owner_client.post("/workbench/small/launch/", RULES | {name: wrong})
    assert page.status_code == 200  # the form again, with what is wrong
    assert page.context["rules"].errors == {name: [told]}
    study.refresh_from_db()
    assert study.closes_on is None
    assert owner_client.post("/workbench/small/launch/", RULES).status_code == 302


def test_what_participants_see_of_the_results_is_settled_at_the_launch(owner_client, study):
    owner_client.post("/workbench/small/launch/", RULES | {"weights_before_closing": "on"})
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    assert "Vastgelegd bij de start" in owner_client.get("/workbench/small/launch/").content.decode()
    owner_client.post("/workbench/small/launch/", RULES | {"most_participants": "40"})
    study.refresh_from_db()
    assert study.weights_before_closing
    assert study.most_participants == 40
    assert Event.objects.filter(what="rules changed").latest("pk").facts == {"most_participants": "40"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "most participants: none · advice first: yes"),
        ("nl", "hoogste aantal deelnemers: geen · eerst eigen advies: ja"),
    ],
)
def test_the_trail_tells_changed_rules_in_words(language, told):
    with override(language):
        assert facts_in_words({"most_participants": "None", "advice_first": "True"}) == told


def test_rules_that_were_open_while_another_tab_launched_change_nothing_of_that(study):
    stale = Study.objects.get(pk=study.pk)
    form = RulesForm(RULES | {"weights_before_closing": "on", "most_participants": "40"}, instance=stale)
    assert form.is_valid()
    _launch(study, None)
    assert keep_rules(stale, form, None) == ["weights_before_closing"]
    study.refresh_from_db()
    assert (study.weights_before_closing, study.most_participants) == (False, 40)


def test_rules_that_are_over_are_told_by_the_names_they_were_asked_by():
    study = Study(closes_on=date(2026, 3, 4), release_after=12, weights_before_closing=True)
    with override("nl"):
        assert [(str(label), value) for label, value in collected_by(study)] == [
            ("Sluit vanzelf na deze dag", "4 maart 2026"),
            ("Hoogste aantal deelnemers", "–"),
            ("Na zoveel uur zonder antwoord gaat de plaats naar een ander", "12"),
            ("Deelnemers zien al vóór de sluiting hoe zwaar de groep weegt", "ja"),
            ("Deelnemers kunnen zich terugtrekken tot en met deze dag", "–"),
        ]


@pytest.mark.parametrize(("settled", "wanted"), [("", "on"), ("on", "")])
def test_a_page_from_before_the_launch_is_told_what_the_launch_settled(owner_client, study, settled, wanted):
    assert b'name="rules" value="before"' in owner_client.get("/workbench/small/launch/").content
    stale = RULES | {"rules": "before"}
    owner_client.post("/workbench/small/launch/", stale | boxes(settled))
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"}, follow=True)
    sent = stale | boxes(wanted) | {"most_participants": "40"}
    told = owner_client.post("/workbench/small/launch/", sent, follow=True).content.decode()
    assert "niet gewijzigd: Deelnemers zien al vóór de sluiting hoe zwaar de groep weegt. Wat u verder" in told
    assert "Opgeslagen." not in told
    study.refresh_from_db()
    assert (study.weights_before_closing, study.most_participants) == (settled == "on", 40)
    agreeing = owner_client.post("/workbench/small/launch/", stale | boxes(settled), follow=True).content.decode()
    assert "Opgeslagen." in agreeing


def boxes(weights):
    """What a browser sends of the box about the weights: nothing where it is not ticked."""
    return {"weights_before_closing": weights} if weights else {}


def test_rules_of_collecting_that_is_over_are_shown_and_not_asked(owner_client, study):
    owner_client.post("/workbench/small/launch/", RULES | {"most_participants": "40"})
    for verb in ("launch", "close"):
        owner_client.post("/workbench/small/launch/move/", {"verb": verb})
    page = owner_client.get("/workbench/small/launch/").content.decode()
    for name in COLLECTING_RULES:
        assert f'name="{name}"' not in page
    assert "<dd>40</dd>" in page
    people = owner_client.get("/workbench/small/people/").content.decode()
    assert "de open link en de gedeelde code werken niet meer" in people
    assert "Er is geen open link" not in people


def test_rules_sent_from_before_the_closing_are_refused_with_a_reason(owner_client, study):
    for verb in ("launch", "close"):
        owner_client.post("/workbench/small/launch/move/", {"verb": verb})
    sent = RULES | {"most_participants": "40", "open_link": "on"}
    told = owner_client.post("/workbench/small/launch/", sent, follow=True).content.decode()
    assert "Het onderzoek is intussen gesloten: deze regels hebben geen gevolg meer." in told
    study.refresh_from_db()
    assert (study.most_participants, study.open_token) == (None, "")
    assert not Event.objects.filter(what="rules changed").exists()
    owner_client.post("/workbench/small/launch/", {"rules": "yes", "advice_first": ""})  # still has an effect
    assert Event.objects.get(what="rules changed").facts == {"advice_first": "False"}


def test_rules_that_were_open_while_another_tab_closed_change_nothing(study):
    stale = Study.objects.get(pk=study.pk)
    form = RulesForm(RULES | {"most_participants": "40", "open_link": "on", "advice_first": "on"}, instance=stale)
    assert form.is_valid()
    _launch(study, None)
    _close(study, None)
    assert sorted(keep_rules(stale, form, None)) == ["most_participants", "open_link"]
    study.refresh_from_db()
    assert (study.most_participants, study.open_token) == (None, "")
    assert not Event.objects.filter(what="rules changed").exists()
