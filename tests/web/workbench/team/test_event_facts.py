"""The audit trail in the words of its reader."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, override

from collega.web.records.models import Deed, Event
from collega.web.workbench.collect.rules import RulesForm
from collega.web.workbench.team.event_facts import FACTS, VALUES, facts_in_words


def test_every_rule_that_can_change_has_a_name_in_the_trail():
    days_of_their_own = {"keep_until"}  # told as a shortened retention
    assert set(RulesForm.Meta.fields) - days_of_their_own <= set(FACTS)


@pytest.mark.parametrize(("language", "words", "fact"), [
    ("nl", "een deelnemer heeft zich teruggetrokken", "terugtrekken tot en met: 2026-12-31"),
    ("en", "participant withdrew", "withdraw until: 2026-12-31")])  # fmt: skip
def test_words_and_not_names(language, words, fact):
    with override(language):
        assert Event(what=Deed.PARTICIPANT_WITHDREW).words == words
        assert facts_in_words({"withdraw_until": "2026-12-31"}) == fact


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_is_told_in_dutch(deed):
    with override("en"):
        english = Event(what=deed).words
    with override("nl"):
        assert Event(what=deed).words != english
        assert len(deed.value) <= Event._meta.get_field("what").max_length


@pytest.mark.parametrize(
    "word", sorted({*FACTS, *VALUES} - {"ok", "mails", "analyst", "professional", "hash", "scenario"})
)
def test_every_fact_is_told_in_dutch(word):
    with override("nl"):
        assert gettext(word) != word


def test_what_a_later_version_wrote_is_shown_as_it_stands():
    assert Event(what="something_new").words == "something new"
