"""What participants are told before they take part, and the words in which they agree."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collega.web.protection import protection
from collega.web.records.models import NOTICE_PARTS, Study


def _headings() -> dict[str, str]:
    return {
        "purpose": _("What your answers are for"),
        "controller": _("Who is responsible"),
        "legal_basis": _("On what legal basis"),
        "recipients": _("Who receives your answers"),
        "retention": _("How long your answers are kept"),
        "rights": _("Your rights"),
        "contact": _("Whom you can ask"),
    }


def told(study: Study, language: str) -> list[tuple[str, str]]:
    """Return (heading, text) of every part of the notice that there is."""
    headings = _headings()
    texts = {part: study.told(part, language) for part in NOTICE_PARTS} | {"contact": study.told_contact(language)}
    if study.withdraw_until is not None and texts["rights"]:
        day = date_format(study.last_withdrawal or study.withdraw_until, "j F Y")
        texts["rights"] += "\n\n" + _("Withdrawing is possible up to and including %(day)s.") % {"day": day}
    parts = [(headings[part], texts[part]) for part in NOTICE_PARTS if texts[part]]
    return [*parts, (_("How results are protected"), protection(study.as_defined.minimum_group))] if parts else []


def statement() -> str:
    """Return what participants agree to."""
    return _(
        "I have read this. I take part of my own free will, and my answers may be used for this study. I know that "
        "I can stop at any time, and withdraw with my personal code."
    )


def as_text(parts: list[tuple[str, str]]) -> str:
    """Return what was on the page as one text, to be stored with the consent."""
    return "\n\n".join([*(f"{heading}\n{text}" for heading, text in parts), statement()])
