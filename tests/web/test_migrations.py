"""Migrations that change what is in rows: old rows, before and after."""

from importlib import import_module

import pytest
from django.apps import apps

from collega.study import study_hash
from collega.web.operations.trail import breaks
from collega.web.records.models import Deed, Event, Study, TrailLink, current_design, log
from tests.web.conftest import make_study

pytestmark = pytest.mark.django_db
basis = import_module("collega.web.records.migrations.0013_design_basis")


def test_a_design_that_was_up_to_date_stays_so(study):
    row = current_design(study)
    row.basis = study_hash(study.as_defined)  # as it was kept before
    row.save()
    assert row.out_of_date
    basis.name_the_basis(apps, None)
    assert not current_design(study).out_of_date


def test_a_design_that_was_out_of_date_stays_so(study):
    row = current_design(study)
    row.basis = "of another definition"
    row.save()
    basis.name_the_basis(apps, None)
    assert current_design(study).out_of_date


@pytest.mark.parametrize(("line", "minimum", "retention"), [
    ("minimum_group: 1", 2, "P24M"), ("minimum_group: 3\nretention: P0D", 3, "P7D"),
    ("minimum_group: 5\nretention: P99999Y", 5, "P100Y"), ("minimum_group: 5\nretention: P30M", 5, "P30M"),
])  # fmt: skip
def test_a_definition_from_before_the_bounds_can_be_read(study, line, minimum, retention):
    Study.objects.update(definition=study.definition.replace("minimum_group: 5", line))
    basis.keep_within_bounds(apps, None)
    basis.name_the_basis(apps, None)
    assert not current_design(Study.objects.get()).out_of_date  # a design does not stand on these
    defined = Study.objects.get().as_defined
    assert (defined.minimum_group, defined.retention) == (minimum, retention)


deeds = import_module("collega.web.records.migrations.0019_deeds")


@pytest.mark.parametrize(("sentence", "deed", "facts"), [
    ("study launched", Deed.STUDY_LAUNCHED, {}), ("collection open", Deed.COLLECTION_OPENED, {}),
    ("collection paused", Deed.COLLECTION_PAUSED, {}), ("mail again: thanks", Deed.THANKS_SENT_AGAIN, {}),
    ("participant_withdrew", Deed.PARTICIPANT_WITHDREW, {}), ("reminder failed", Deed.REMINDER_FAILED, {}),
    ("text for participants changed", Deed.NOTICE_CHANGED, {}), ("publication changed", Deed.AUDIENCE_CHANGED, {}),
    ("criteria: number 2 up", Deed.CRITERION_MOVED, {"number": 2, "direction": "up"}),
    ("never: number 1 remove", Deed.COMBINATION_ALLOWED, {"number": 1}),
    ("characteristics: number 3 remove", Deed.CHARACTERISTIC_REMOVED, {"number": 3}),
    ("criteria: legal_basis added", Deed.CRITERION_ADDED, {"part": "legal_basis"}),
    ("scenario S1 changed", Deed.SCENARIO_CHANGED, {"scenario": "S1"}),
])  # fmt: skip
def test_a_line_of_the_trail_from_before_can_be_read(study, sentence, deed, facts):
    row = Event.objects.create(study=study, what=sentence, facts={"wave": 1})
    deeds.name_by_key(apps, None)
    row.refresh_from_db()
    assert (row.what, row.facts) == (deed, {"wave": 1} | facts)


def test_every_sentence_from_before_has_its_deed():
    sentences = """
        study made, study file taken in, study folder taken in, study folder taken out, answers exported, basics changed,
        answers changed, combination forbidden, design composed, design taken in, panel simulated,
        text for participants changed, rules changed, retention shortened, typing error corrected, study launched,
        study closed, collection open, collection paused, colleague invited, colleague joined, colleague removed,
        role changed, invitation of colleague taken back, people added, person removed, returned mail taken in,
        mail text changed, mail: invitation, mail: reminder, mail: thanks, mail again: invitation, mail again: reminder,
        mail again: thanks, reminder planned, planned reminder dropped, participants looked at, one participant looked at,
        participant left out, participant included again, participant_withdrew, choice model asked for,
        simulated panel asked for, report asked for, published, unpublished, publication changed, results link renewed,
        share chosen, counts of the profession changed, note changed, preview started, deletion announced,
        individual data deleted, deletion failed, closing failed, reminder failed, announcement failed"""
    keys = [deeds.key_of(" ".join(sentence.split()))[0] for sentence in sentences.split(",")]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(Deed.values)


chained = import_module("collega.web.records.migrations.0026_chained_trail")


def test_lines_from_before_the_chain_get_their_links(study):
    other = make_study("other")
    for number in range(1203):
        Event.objects.create(study=(study, other, None)[number % 3], what="rules_changed", facts={"n": number})
    chained.chain(apps, None)
    assert not list(breaks())
    assert TrailLink.objects.filter(study=study.pk).last().number == 401
    log(study, None, Deed.STUDY_CLOSED)
    assert not list(breaks())
