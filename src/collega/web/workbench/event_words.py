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
    gettext_noop("returned mail taken in"),
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
    gettext_noop("share chosen"),
    gettext_noop("counts of the profession changed"),
    gettext_noop("note changed"),
    gettext_noop("preview started"),
    gettext_noop("deletion announced"),
    gettext_noop("individual data deleted"),
    gettext_noop("deletion failed"),
    gettext_noop("closing failed"),
    gettext_noop("reminder failed"),
    gettext_noop("announcement failed"),
)

FACTS = (
    gettext_noop("participants"), gettext_noop("answers"), gettext_noop("people"), gettext_noop("mails"),
    gettext_noop("wave"), gettext_noop("email"), gettext_noop("role"), gettext_noop("kind"), gettext_noop("format"),
    gettext_noop("shape"), gettext_noop("until"), gettext_noop("owners"), gettext_noop("interviews"),
    gettext_noop("invitations"), gettext_noop("left_out_now"), gettext_noop("figure"), gettext_noop("language"),
    gettext_noop("to"), gettext_noop("fit"), gettext_noop("place"), gettext_noop("text"), gettext_noop("seed"),
    gettext_noop("versions"), gettext_noop("verdict"), gettext_noop("hash"), gettext_noop("on"),
    gettext_noop("closes_on"), gettext_noop("most_participants"), gettext_noop("release_after"),
    gettext_noop("open_link"), gettext_noop("advice_first"), gettext_noop("weights_before_closing"),
    gettext_noop("withdraw_until"),
)  # fmt: skip

# Values that are words of ours; a verdict is told as on the page of the design.
VALUES = (
    gettext_noop("real"), gettext_noop("simulated"), gettext_noop("owner"), gettext_noop("analyst"),
    gettext_noop("reader"), gettext_noop("ok"), gettext_noop("warning"), gettext_noop("unusable"),
    gettext_noop("public"), gettext_noop("link"), gettext_noop("team"), gettext_noop("invitation"),
    gettext_noop("reminder"), gettext_noop("thanks"), gettext_noop("long"), gettext_noop("wide"),
    gettext_noop("participants"), gettext_noop("colleagues"), gettext_noop("profession"),
)  # fmt: skip
_PLAIN = {"True": gettext_noop("yes"), "False": gettext_noop("no"), "None": gettext_noop("none")}


def in_words(what: str) -> str:
    """Return what happened in the language of the page; as it was written where it is not known."""
    return (_(what) if what in KNOWN else what).replace("_", " ")


def facts_in_words(facts: dict[str, object]) -> str:
    """Return the facts of an event on one line."""
    return " · ".join(f"{_name(name)}: {_value(value)}" for name, value in facts.items())


def _name(name: str) -> str:
    return (_(name) if name in FACTS else name).replace("_", " ")


def _value(value: object) -> object:
    known = isinstance(value, str) and (value in VALUES or value in _PLAIN)
    return _(_PLAIN.get(str(value), str(value))) if known else value
