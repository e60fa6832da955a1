"""The facts of the audit trail, in the reader's language; what happened has its words at :class:`Deed`."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FACTS = (
    gettext_noop("participants"), gettext_noop("answers"), gettext_noop("people"), gettext_noop("mails"),
    gettext_noop("wave"), gettext_noop("email"), gettext_noop("role"), gettext_noop("kind"), gettext_noop("format"),
    gettext_noop("shape"), gettext_noop("until"), gettext_noop("owners"), gettext_noop("interviews"),
    gettext_noop("invitations"), gettext_noop("left_out_now"), gettext_noop("figure"), gettext_noop("language"),
    gettext_noop("to"), gettext_noop("fit"), gettext_noop("place"), gettext_noop("text"), gettext_noop("seed"),
    gettext_noop("versions"), gettext_noop("verdict"), gettext_noop("hash"), gettext_noop("on"),
    gettext_noop("closes_on"), gettext_noop("most_participants"), gettext_noop("release_after"),
    gettext_noop("open_link"), gettext_noop("advice_first"), gettext_noop("weights_before_closing"),
    gettext_noop("withdraw_until"), gettext_noop("part"), gettext_noop("number"), gettext_noop("direction"),
    gettext_noop("scenario"), gettext_noop("group"), gettext_noop("beside"), gettext_noop("by"),
    gettext_noop("case"), gettext_noop("reason"),
)  # fmt: skip

# Values that are words of ours; a verdict is told as on the page of the design.
VALUES = (
    gettext_noop("real"), gettext_noop("simulated"), gettext_noop("owner"), gettext_noop("analyst"),
    gettext_noop("reader"), gettext_noop("professional"), gettext_noop("ok"), gettext_noop("warning"),
    gettext_noop("unusable"),
    gettext_noop("public"), gettext_noop("link"), gettext_noop("team"), gettext_noop("invitation"),
    gettext_noop("reminder"), gettext_noop("thanks"), gettext_noop("long"), gettext_noop("wide"),
    gettext_noop("participants"), gettext_noop("colleagues"), gettext_noop("profession"),
    gettext_noop("up"), gettext_noop("down"), gettext_noop("command"),
)  # fmt: skip
_PLAIN = {"True": gettext_noop("yes"), "False": gettext_noop("no"), "None": gettext_noop("none")}


def facts_in_words(facts: dict[str, object]) -> str:
    """Return the facts of an event on one line."""
    return " · ".join(f"{_name(name)}: {_value(value)}" for name, value in facts.items())


def _name(name: str) -> str:
    return (_(name) if name in FACTS else name).replace("_", " ")


def _value(value: object) -> object:
    has_words = isinstance(value, str) and (value in VALUES or value in _PLAIN)
    return _(_PLAIN.get(str(value), str(value))) if has_words else value
