"""Lists of people to invite: read from a spreadsheet or from typed lines, and checked before anything is kept."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from collega.errors import DataError
from collega.tables import UPLOAD, read_table
from collega.web.records.invitation import new_nonce
from collega.web.records.models import Invitation, Study, log
from collega.web.tokens import hashed, personal_token

MOST = 5000
HEADINGS = {
    "email": ("email", "mail", "emailadres", "mailadres", "emailaddress", "mailaddress", "adres", "address", "e_mail"),
    "name": ("name", "naam", "fullname", "volledigenaam", "aanhef", "greeting"),
    "language": ("language", "taal", "lang"),
}
_LANGUAGES = {
    "nl": ("nl", "nld", "dut", "nederlands", "dutch", "nl-nl", "hollands"),
    "en": ("en", "eng", "engels", "english", "en-gb", "en-us"),
}
_NAMED = re.compile(r"^\s*(?P<name>[^<>]*)<(?P<email>[^<>]+)>\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it was found; ``line`` is where."""

    line: int
    email: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that cannot be taken, and why."""

    line: int
    found: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A list after its check: what is new, what was on the list already, and what is wrong."""

    new: tuple[Row, ...]
    known: tuple[Row, ...]
    rejected: tuple[Rejected, ...]


def from_file(name: str, content: bytes) -> list[Row]:
    """Read rows from a table file.

    Raises
    ------
    DataError
        Where it cannot be read.
    ValueError
        Where no column holds mail addresses; says which columns there are.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / (Path(name).name or "people.csv")
        file.write_bytes(content)
        table = read_table(file, limits=UPLOAD).sound()
    columns = {heading: _column(table.frame.columns, heading) for heading in HEADINGS}
    if columns["email"] is None:
        there = ", ".join(table.frame.columns)
        raise ValueError(_("No column is called 'email'. The columns in this file are: %(there)s.") % {"there": there})
    cells: dict[str, Any] = {
        heading: table.frame[column].to_list() if column else [""] * table.frame.height
        for heading, column in columns.items()
    }
    rows = zip(*(cells[heading] for heading in HEADINGS), strict=True)
    return [
        Row(line=table.line(n), email=email.strip(), name=name.strip(), language=language.strip())
        for n, (email, name, language) in enumerate(rows)
        if email.strip() or name.strip()
    ]


def from_lines(text: str) -> list[Row]:
    """Read typed lines: an address, ``Name <address>``, or address; name; language."""
    return list(_typed(text.splitlines()))


def _typed(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        named = _NAMED.match(line)
        if named:
            yield Row(line=number, email=named["email"].strip(), name=named["name"].strip(' "'))
            continue
        parts = [part.strip() for part in re.split(r"[;,\t]", line)] + ["", ""]
        yield Row(line=number, email=parts[0], name=parts[1], language=parts[2])


def check(study: Study, rows: list[Row]) -> Checked:
    """Sort rows into new, known and rejected ones; keeps nothing."""
    there = set(study.invitations.values_list("email", flat=True))
    seen: dict[str, int] = {}
    new, known, rejected = [], [], []
    for row in rows:
        email = row.email.lower()
        reason = _wrong(row, email, seen)
        if reason:
            rejected.append(Rejected(line=row.line, found=row.email or row.name, reason=reason))
            continue
        seen[email] = row.line
        language = _language(row.language) or study.as_defined.languages[0]
        tidy = Row(line=row.line, email=email, name=row.name, language=language)
        (known if email in there else new).append(tidy)
    if len(new) > MOST:
        rejected.append(Rejected(line=new[MOST].line, found=new[MOST].email, reason=_("more than %(n)d people at once")
                                 % {"n": MOST}))  # fmt: skip
    return Checked(new=tuple(new), known=tuple(known), rejected=tuple(rejected))


def keep(study: Study, checked: Checked, user: Any) -> int:
    """Keep the new ones, all or none; return how many."""
    assert not checked.rejected
    with transaction.atomic():
        made = []
        for row in checked.new:
            nonce = new_nonce()
            made.append(Invitation(study=study, email=row.email, name=row.name, language=row.language, nonce=nonce,
                                   token_hash=hashed(personal_token(nonce))))  # fmt: skip
        kept = Invitation.objects.bulk_create(made, ignore_conflicts=True)
        log(study, user, "people added", people=len(kept))
    return len(kept)


def _column(columns: list[str], heading: str) -> str | None:
    wanted = HEADINGS[heading]
    for column in columns:
        if re.sub(r"[^a-z_]", "", column.lower()).replace("_", "") in [name.replace("_", "") for name in wanted]:
            return column
    return None


def _wrong(row: Row, email: str, seen: dict[str, int]) -> str:
    if not email:
        return _("there is no mail address")
    try:
        validate_email(email)
    except ValidationError:
        return _("this is not a mail address")
    if len(email) > 254 or len(row.name) > 200:
        return _("this is too long")
    if email in seen:
        return _("this address stands on line %(line)d too") % {"line": seen[email]}
    if row.language and _language(row.language) is None:
        return _("the language '%(language)s' is not nl or en") % {"language": row.language}
    return ""


def _language(text: str) -> str | None:
    return next((code for code, names in _LANGUAGES.items() if text.lower() in names), None)


__all__ = ["Checked", "DataError", "Rejected", "Row", "check", "from_file", "from_lines", "keep"]
