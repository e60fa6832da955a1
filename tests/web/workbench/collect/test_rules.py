"""How a study runs: rules that can change, that the launch settles, and that are over with the collecting."""

from datetime import date

import pytest
from django.utils.translation import override

from collega.web.deeds.rules import COLLECTING_RULES
from collega.web.records.models import Event, Study
from collega.web.workbench.collect.launch import mark
from collega.web.workbench.collect.rules import collected_by
from collega.web.workbench.team.event_facts import facts_in_words

pytestmark = pytest.mark.django_db
RULES = {"rules": "1", "closes_on": "", "most_participants": "", "release_after": "24"}


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("closes_on", "2020-01-01", "Deze dag is al voorbij. Kies vandaag of een latere dag."),
        ("closes_on", "9999-12-31", "Dan zijn de persoonsgegevens al verwijderd. Kies"),
        ("withdraw_until", "9999-12-31", "Dan zijn de persoonsgegevens al verwijderd. Kies"),
        ("most_participants", "0", "Vul een geheel getal in van 1 tot en met 100000."),
        ("most_participants", "-1", "Vul een geheel getal in van 1 tot en met 100000."),
        ("most_participants", "99999999999", "Vul een geheel getal in van 1 tot en met 100000."),
        ("release_after", "0", "Vul een geheel getal in van 1 tot en met 8760."),
        ("release_after", "99999999", "Vul een geheel getal in van 1 tot en met 8760."),
        ("release_after", "lang", "Vul een geheel getal in van 1 tot en met 8760."),
    ],
)
def test_rules_with_which_nobody_could_take_part_are_refused(owner_client, study, name, wrong, told):
    page = owner_client.post("/workbench/small/launch/", RULES | {name: wrong})
    assert page.status_code == 200  # the form again, with what is wrong
    assert page.context["rules"].errors[name][0].startswith(told)
    assert f'value="{wrong}"' in page.content.decode()  # what was typed stands there still
    study.refresh_from_db()
    assert study.closes_on is None
    assert owner_client.post("/workbench/small/launch/", RULES).status_code == 302


def test_what_participants_see_of_the_results_is_settled_at_the_launch(owner_client, study):
    owner_client.post("/workbench/small/launch/", RULES | {"weights_before_closing": "on"})
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    assert "Vastgelegd bij de start" in owner_client.get("/workbench/small/launch/").content.decode()
    study.refresh_from_db()
    day = {"keep_until": study.keep_until.isoformat()}
    owner_client.post("/workbench/small/launch/", RULES | day | {"most_participants": "40"})
    study.refresh_from_db()
    assert study.weights_before_closing
    assert study.most_participants == 40
    assert Event.objects.filter(what="rules_changed").latest("pk").facts == {"most_participants": "40"}


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
def test_a_page_from_before_the_launch_saves_nothing_and_says_what_is_settled(owner_client, study, settled, wanted):
    owner_client.post("/workbench/small/launch/", RULES | boxes(settled), follow=True)
    study.refresh_from_db()
    stale = RULES | boxes(wanted) | {"most_participants": "40", "seen": mark(study)}
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    answer = owner_client.post("/workbench/small/launch/", stale)
    page = answer.content.decode()
    assert "Er is niets opgeslagen; wat u hebt ingevuld, staat hier." in page
    assert "Opgeslagen." not in page
    assert 'name="most_participants" value="40"' in page
    assert [(str(label), value) for label, value in answer.context["late"]] == [
        ("Deelnemers zien al vóór de sluiting hoe zwaar de groep weegt", "ja" if wanted else "nee")
    ]
    study.refresh_from_db()
    assert (study.weights_before_closing, study.most_participants) == (settled == "on", None)
    again = stale | {"seen": answer.context["seen"], "keep_until": study.keep_until.isoformat()}
    assert owner_client.post("/workbench/small/launch/", again).status_code == 302
    study.refresh_from_db()
    assert (study.weights_before_closing, study.most_participants) == (settled == "on", 40)


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


def test_rules_sent_from_before_the_closing_are_refused_and_shown(owner_client, study):
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    sent = RULES | {"most_participants": "40", "open_link": "on", "seen": mark(study)}
    owner_client.post("/workbench/small/launch/move/", {"verb": "close"})
    answer = owner_client.post("/workbench/small/launch/", sent)
    assert [(str(label), value) for label, value in answer.context["late"]] == [
        ("Hoogste aantal deelnemers", "40"), ("Iedereen met de open link of de gedeelde code mag meedoen", "ja"),
    ]  # fmt: skip
    study.refresh_from_db()
    assert (study.most_participants, study.open_token) == (None, "")
    assert not Event.objects.filter(what="rules_changed").exists()
    kept = {"rules": "yes", "advice_first": "", "keep_until": study.keep_until.isoformat()}
    owner_client.post("/workbench/small/launch/", kept)  # still has an effect
    assert Event.objects.get(what="rules_changed").facts == {"advice_first": "False"}


def test_a_page_stays_good_while_others_pause_and_open(owner_client, study):
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    sent = RULES | {"most_participants": "40", "seen": mark(study), "keep_until": study.keep_until.isoformat()}
    owner_client.post("/workbench/small/launch/move/", {"verb": "pause"})
    assert owner_client.post("/workbench/small/launch/", sent).status_code == 302


def test_a_closing_day_that_went_by_before_the_launch_is_in_its_way(owner_client, study):
    Study.objects.update(closes_on="2020-01-01")
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    assert not study.launched
    assert "De sluitingsdag is voorbij" in owner_client.get("/workbench/small/launch/").content.decode()
