"""Every mail that the site sends: from whom it seems to come, who gets the answer, and headers of one line."""

from __future__ import annotations

import re
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from collega.web.records.models import Study

_LONGEST_NAME = 70  # signs of a sender's name: mail programs show no more
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")


def letter(
    subject: str, body: str, recipient: str, *, name: str = "", reply_to: str = "",
    headers: dict[str, str] | None = None, connection: Any = None,
) -> EmailMessage:  # fmt: skip
    """Return a mail from the address of the site, under a name; ``reply_to`` is who gets the answer."""
    replies = [reply_to] if reply_to else None
    return EmailMessage(one_line(subject), body, sender(name), [recipient], headers=headers, reply_to=replies,
                        connection=connection)  # fmt: skip


def sender(name: str = "") -> str:
    """Return the address of the site with a name before it: the one given, else the organisation's or Collega."""
    title, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((shortened(name) or title or settings.ORGANISATION or "Collega", address))


def study_sender(study: Study, language: str) -> str:
    """Return the name under which a study writes: its title, and the organisation of the site."""
    return " – ".join(filter(None, (shortened(study.title(language)), settings.ORGANISATION)))


def study_replies(study: Study, language: str) -> str:
    """Return the mail address in the study's contact, to which answers go; '' where it has none."""
    for found in _ADDRESS.findall(study.told_contact(language)):
        address = found.rstrip(".")
        try:
            validate_email(address)
        except ValidationError:
            continue
        return str(address)
    return ""


def one_line(text: str) -> str:
    """Return a text on one line, without signs that do not print: what may stand in a header."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def shortened(text: str) -> str:
    """Return a name that is not too long to be shown, cut between two words."""
    text = one_line(text)
    if len(text) <= _LONGEST_NAME:
        return text
    return text[: _LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
