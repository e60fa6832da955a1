"""Personal data in what was typed: pointed at, and asked about once, before it is kept. Nothing is sent anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from collega.practice.personal_data import find_personal_data

KINDS = {
    "mail": _("mail address"),
    "iban": _("bank account"),
    "telephone": _("telephone number"),
    "bsn": _("citizen service number"),
    "plate": _("number plate"),
    "address": _("address"),
    "birth": _("date of birth"),
    "name": _("name"),
}
SURE = "sure"  # the button that keeps it all the same: it says which texts it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What looks like personal data in one text: the text in pieces, each with what it looks like, or empty."""

    label: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What is doubted of the texts of a form, and the value that says that somebody is sure of exactly these texts."""

    doubts: list[Doubt]
    sure: str


def check(texts: list[tuple[str, str]], confirmed: str) -> Check | None:
    """Return what must be asked before these texts, (label, content), are kept; None where they may be kept."""
    sure = sha256("\n\n".join(content for _label, content in texts).encode()).hexdigest()[:32]
    if confirmed == sure:
        return None
    doubts = [Doubt(label=label, pieces=pieces) for label, content in texts if (pieces := _pieces(content))]
    return Check(doubts=doubts, sure=sure) if doubts else None


def _pieces(content: str) -> list[tuple[str, str]]:
    """Return the text in pieces with what each looks like; nothing where nothing looks like anything."""
    pieces, end = [], 0
    for match in find_personal_data(content):
        pieces += [(content[end : match.start], ""), (content[match.start : match.end], str(KINDS[match.kind]))]
        end = match.end
    return [*pieces, (content[end:], "")] if pieces else []
