"""The launch asks once more; composing again keeps its settings; paragraphs stay paragraphs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collega.web.records.models import Invitation, Job, Study, current_design
from tests.web.workbench.pages import main_form, read

pytestmark = pytest.mark.django_db
LAUNCH, CONFIRM = "/workbench/small/launch/", "/workbench/small/launch/confirm/"


def test_the_button_saves_and_asks_once_more(owner_client, study):
    page = owner_client.get(LAUNCH)
    assert "Het onderzoek starten</button>" in page.content.decode()
    answer = owner_client.post(LAUNCH, main_form(page).sends | {"purpose_nl": "Net getypt.", "launch": "yes"})
    assert answer.url == CONFIRM
    study.refresh_from_db()
    assert (study.launched, study.told("purpose", "nl")) == (False, "Net getypt.")


def test_the_last_day_for_withdrawing_is_among_what_is_frozen(owner_client, study):
    assert "Kan tot en met " in owner_client.get(CONFIRM).content.decode()  # the day of the deletion
    study.withdraw_until = timezone.localdate().replace(year=timezone.localdate().year + 1, month=3, day=1)
    study.save()
    assert f"Kan tot en met 1 maart {study.withdraw_until.year}." in owner_client.get(CONFIRM).content.decode()


def test_what_is_asked_once_more_says_what_it_freezes(owner_client, study):
    Invitation.objects.create(study=study, email="a@example.org", token_hash="x", nonce="y")
    page = owner_client.get(CONFIRM).content.decode()
    day = (timezone.localdate().replace(day=1)).year + 2
    for words in ("2 criteria, 5 waarden, 0 uitgesloten combinaties, 1 eigenschap", "in 2 versies", str(day),
                  "1 persoon op de lijst. Er gaat pas mail uit als u die verstuurt.", "Worden bij de start verwijderd.",
                  "Deelnemers zien ze niet.", "Nog niemand heeft een proefronde helemaal doorlopen."):  # fmt: skip
        assert words in page
    form = next(form for form in read(owner_client.get(CONFIRM)).forms if form.action.endswith("/move/"))
    owner_client.post("/workbench/small/launch/move/", form.sends | {"verb": "launch"})
    study.refresh_from_db()
    assert study.launched


def change_notice(study):
    study.notice = study.notice | {"purpose": {"nl": "Anders", "en": "Other"}}
    study.save()


def change_rules(study):
    Study.objects.update(weights_before_closing=True)


def change_definition(study):
    Study.objects.update(definition=study.definition.replace("minimum_group: 5", "minimum_group: 6"))


def change_design(study):
    row = current_design(study)
    row.layout = row.layout | {"versions": row.layout["versions"][::-1]}
    row.save()


@pytest.mark.parametrize("change", [change_notice, change_rules, change_definition, change_design])
def test_what_was_changed_since_it_was_asked_is_not_launched(owner_client, study, change):
    form = next(form for form in read(owner_client.get(CONFIRM)).forms if form.action.endswith("/move/"))
    change(study)
    answer = owner_client.post("/workbench/small/launch/move/", form.sends | {"verb": "launch"}, follow=True)
    assert answer.redirect_chain == [(CONFIRM, 302)]
    assert "Er is intussen iets gewijzigd. Bekijk nog eens wat u start." in answer.content.decode()
    study.refresh_from_db()
    assert not study.launched


def test_nothing_is_asked_while_something_is_in_the_way(owner_client, study):
    Study.objects.update(closes_on=timezone.localdate() - timedelta(days=1), notice={})
    answer = owner_client.get(CONFIRM, follow=True)
    assert answer.redirect_chain == [(LAUNCH, 302)]
    page = answer.content.decode()
    assert "De sluitingsdag is voorbij" in page
    assert "Tekst voor deelnemers: ‘Doel’ ontbreekt" in page


def test_a_closing_day_after_the_data_are_gone_is_refused(owner_client, study):
    sends = main_form(owner_client.get(LAUNCH)).sends
    late = date(timezone.localdate().year + 3, 1, 1)
    answer = owner_client.post(LAUNCH, sends | {"closes_on": late.isoformat()})
    assert answer.context["rules"].errors["closes_on"][0].startswith("Dan zijn de persoonsgegevens al verwijderd.")


def test_small_groups_give_pause(owner_client, study):
    Study.objects.update(definition=study.definition.replace("minimum_group: 5", "minimum_group: 2"))
    assert "Resultaten worden al getoond van groepen van 2 mensen." in owner_client.get(CONFIRM).content.decode()


def test_composing_again_starts_from_the_last_settings(owner_client, study):
    address = "/workbench/small/design/"
    assert main_form(owner_client.get(address)).sends["versions"] == "2"  # those of the design that is there
    owner_client.post(f"{address}compose/", {"versions": "3", "repeat": "1", "seconds": "7"})
    Job.objects.update(state=Job.State.DONE)
    sends = main_form(owner_client.get(address)).sends
    assert (sends["versions"], sends["repeat"], sends["seconds"]) == ("3", "1", "7")


def test_settings_stay_when_a_design_cannot_be_taken_in(owner_client, study):
    answer = owner_client.post("/workbench/small/design/take-in/", {"versions": "4", "repeat": "2", "seconds": "9"})
    assert answer.status_code == 422
    assert "Kies het bestand." in answer.content.decode()
    assert main_form(answer).sends["versions"] == "4"


TEXT = {"nl": "Eerste alinea.\n\nTweede.\nNieuwe regel.", "en": "First paragraph.\n\nSecond.\nNew line."}
HTML = {
    "nl": "<p>Eerste alinea.</p>\n\n<p>Tweede.<br>Nieuwe regel.</p>",
    "en": "<p>First paragraph.</p>\n\n<p>Second.<br>New line.</p>",
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_paragraphs_of_the_introduction_stay_paragraphs_for_participants_and_the_team(owner_client, study, language):
    address = "/workbench/small/definition/basics/"
    sends = main_form(owner_client.get(address)).sends
    owner_client.post(address, sends | {f"introduction_{code}": text for code, text in TEXT.items()})
    owner_client.cookies["language"] = language
    assert HTML[language] in owner_client.get("/workbench/small/definition/").content.decode()
    preview = owner_client.post("/workbench/small/preview/", follow=True)
    assert HTML[language] in preview.content.decode()


def test_paragraphs_of_an_explanation_stay_apart_in_a_scenario(owner_client, study):
    Study.objects.update(definition=study.definition.replace(
        'text: {nl: "Wie?", en: "Who?"},', 'text: {nl: "Wie?", en: "Who?"}, help: "Een regel.\\n\\nEn een.",'))  # fmt: skip
    owner_client.post("/workbench/small/preview/")
    assert "Een regel.<br><br>En een." in owner_client.get("/workbench/small/definition/").content.decode()
