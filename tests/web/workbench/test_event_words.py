"""The audit trail in the words of its reader."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from collega.web.workbench.event_words import FACTS, facts_in_words, in_words
from collega.web.workbench.rules import RulesForm


def test_every_rule_that_can_change_has_a_name_in_the_trail():
    days_of_their_own = {"keep_until"}  # told as a shortened retention
    assert set(RulesForm.Meta.fields) - days_of_their_own <= set(FACTS)


@pytest.mark.parametrize(("language", "words", "fact"), [
    ("nl", "een deelnemer heeft zich teruggetrokken", "terugtrekken tot en met: 2026-12-31"),
    ("en", "participant withdrew", "withdraw until: 2026-12-31")])  # fmt: skip
def test_words_and_not_names(language, words, fact):
    with override(language):
        assert in_words("participant_withdrew") == words
        assert facts_in_words({"withdraw_until": "2026-12-31"}) == fact
