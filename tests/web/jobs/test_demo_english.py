"""Readers of English understand the demonstration: everything that its people wrote has its English."""

from __future__ import annotations

import pytest
from django.utils import translation

from collega.web.demo_english import ENGLISH, in_readers_language
from collega.web.jobs import demo_casebook_texts as texts
from collega.web.jobs.demo_session import ARGUMENTS
from collega.web.jobs.demo_training import REASONS
from collega.web.records.models import OrganisationType


def written():
    """Every text of the demonstration's people."""
    yield from (*texts.POSITIVE, *texts.NEGATIVE, *REASONS, *(text for _answer, text in ARGUMENTS))
    yield from (function for function, _place, _name in texts.PEOPLE if function not in {"privacy officer", "CISO"})
    yield from (name for name, _kind in texts.ORGANISATIONS)
    for case in (*texts.CASES, texts.OF_THE_DEMO):
        yield from (case.title, case.text, case.question, case.motivation, *case.positive, *case.negative)
        yield from (text for _person, text in case.remarks)
        yield from case.outcome[1:] if case.outcome else ()


def test_every_text_has_its_english_and_no_english_is_left_over():
    texts_of_the_demonstration = {text for text in written() if text}
    assert set(ENGLISH) >= texts_of_the_demonstration
    assert set(ENGLISH) - texts_of_the_demonstration == {"Verdiepende sessie (nagebootst)"}


@pytest.mark.parametrize(
    ("demo", "language", "english"), [(True, "en", True), (True, "nl", False), (False, "en", False)]
)
def test_only_readers_of_english_on_the_demonstration_get_it(settings, demo, language, english):
    settings.DEMO = demo
    with translation.override(language):
        assert in_readers_language("Eerst een DPIA.") == ("First a DPIA." if english else "Eerst een DPIA.")
        assert in_readers_language("Something else.") == "Something else."


def test_organisations_are_of_a_known_type():
    assert {kind for _name, kind in texts.ORGANISATIONS} <= set(OrganisationType.values)
