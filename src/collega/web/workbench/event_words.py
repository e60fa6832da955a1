"""What the audit trail says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# Events are written in English; those with a name in them (a criterion, a scenario) are told by their beginning.
KNOWN = (
    gettext_noop("study made"),
    gettext_noop("study file taken in"),
    gettext_noop("study folder taken in"),
    gettext_noop("study folder taken out"),
    gettext_noop("answers exported"),
    gettext_noop("basics changed"),
    gettext_noop("answers changed"),
    gettext_noop("combination forbidden"),
    gettext_noop("design composed"),
    gettext_noop("design taken in"),
    gettext_noop("panel simulated"),
    gettext_noop("text for participants changed"),
    gettext_noop("rules changed"),
    gettext_noop("retention shortened"),
    gettext_noop("typing error corrected"),
    gettext_noop("study launched"),
    gettext_noop("study closed"),
    gettext_noop("collection open"),
    gettext_noop("collection paused"),
    gettext_noop("colleague invited"),
    gettext_noop("colleague joined"),
    gettext_noop("colleague removed"),
    gettext_noop("role changed"),
    gettext_noop("invitation of colleague taken back"),
    gettext_noop("people added"),
    gettext_noop("person removed"),
    gettext_noop("mail text changed"),
    gettext_noop("mail: invitation"),
    gettext_noop("mail: reminder"),
    gettext_noop("mail: thanks"),
    gettext_noop("mail again: invitation"),
    gettext_noop("mail again: reminder"),
    gettext_noop("mail again: thanks"),
    gettext_noop("reminder planned"),
    gettext_noop("planned reminder dropped"),
    gettext_noop("participants looked at"),
    gettext_noop("one participant looked at"),
    gettext_noop("participant left out"),
    gettext_noop("participant included again"),
    gettext_noop("participant_withdrew"),
    gettext_noop("choice model asked for"),
    gettext_noop("simulated panel asked for"),
    gettext_noop("report asked for"),
    gettext_noop("published"),
    gettext_noop("unpublished"),
    gettext_noop("publication changed"),
    gettext_noop("results link renewed"),
    gettext_noop("note changed"),
    gettext_noop("preview started"),
    gettext_noop("deletion announced"),
    gettext_noop("individual data deleted"),
)


def in_words(what: str) -> str:
    """Return what happened in the language of the page; as it was written where it is not known."""
    return _(what) if what in KNOWN else what
