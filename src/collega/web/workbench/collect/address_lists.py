"""Lists of people to invite: read from a file and from typed lines, and checked row by row."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from collega.tables import UPLOAD, decoded, read_table
from collega.web.records.models import Study
from collega.web.workbench.collect.address_lines import Row, from_cells, from_text
from collega.web.workbench.collect.columns import language_in

MOST, MOST_READ = 5000, 20_000  # people that are taken in at once, and addresses that are looked at
_SEPARATED = (".csv", ".tsv", ".txt", "")
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A list after its check: what is new, on the list already, twice in this one, and wrong (each with its reason)."""

    new: tuple[Row, ...]
    known: tuple[Row, ...]
    doubles: tuple[Row, ...]
    rejected: tuple[Row, ...]

    @property
    def to_mend(self) -> str:
        """The wrong rows as lines to type."""
        return "\n".join(row.found for row in self.rejected)

    @property
    def joined(self) -> tuple[Row, ...]:
        """Those new ones whose name was put together from columns without a heading."""
        return tuple(row for row in self.new if row.joined)


def from_file(name: str, content: bytes) -> list[Row]:
    """Read rows from a text or table file.

    Raises
    ------
    DataError
        Where it cannot be read.
    ValueError
        Where it holds no mail address, and says which columns there are; or very many.
    """
    name = Path(name).name or "people.csv"
    if Path(name).suffix.lower() in _SEPARATED and content:
        text = decoded(name, content)
        rows, first = from_typed(text), text.strip().split("\n")[0].strip()
    else:
        cells = _sheet(name, content)
        _refuse_very_many(sum("@" in cell for _, row in cells for cell in row))
        rows, first = from_cells(cells), ", ".join(cells[0][1])
    if not any(row.email for row in rows):
        sentence = _("There is no mail address in this file. Its first line is: %(line)s")
        raise ValueError(sentence % {"line": first[:200]})
    return [replace(row, file=name) for row in rows]


def from_typed(text: str) -> list[Row]:
    """Read rows from typed lines; ValueError where there are very many."""
    _refuse_very_many(text.count("@"))
    return from_text(text)


def _refuse_very_many(addresses: int) -> None:
    if addresses > MOST_READ:
        sentence = _("There are %(found)d addresses in this list. Add at most %(most)d at once.")
        raise ValueError(sentence % {"found": addresses, "most": MOST_READ})


def _sheet(name: str, content: bytes) -> list[tuple[int, Sequence[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        table = read_table(file, limits=UPLOAD).sound()
    below = ((table.line(n), cells) for n, cells in enumerate(table.frame.iter_rows()))
    return [(1, table.frame.columns), *((line, [str(cell or "") for cell in cells]) for line, cells in below)]


def check(study: Study, rows: list[Row]) -> Checked:
    """Sort rows into new, known, double and rejected ones; keeps nothing."""
    listed = {_normal_address(email) for email in study.invitations.values_list("email", flat=True)}
    met: set[str] = set()
    new: list[Row] = []
    repeated: list[Row] = []
    doubles: list[Row] = []
    rejected: list[Row] = []
    for row in rows:
        address = _normal_address(row.email)
        reason = row.reason or _wrong(row)
        tidy = replace(row, language=language_in(row.language) or study.as_defined.languages[0])
        if reason:
            rejected.append(replace(row, reason=reason))
        elif address in met:
            doubles.append(tidy)
        elif address in listed:
            repeated.append(tidy)
        elif len(new) == MOST:
            rejected.append(replace(row, reason=_("more than %(n)d people at once: add these next") % {"n": MOST}))
        else:
            new.append(tidy)
        if not reason:
            met.add(address)
    return Checked(new=tuple(new), known=tuple(repeated), doubles=tuple(doubles), rejected=tuple(rejected))


def rejected_as_csv(rows: Sequence[Row]) -> str:
    """Return rejected rows as a table that opens in a spreadsheet, and can be taken in again once it is mended."""
    file = io.StringIO()
    table = csv.writer(file, delimiter=";")
    table.writerow(["email", "name", "language", _("what is wrong"), _("line")])
    for row in rows:
        understood = (row.email, row.name, row.language) if row.email and row.name else (row.found, "", "")
        table.writerow([_as_text(cell) for cell in (*understood, row.reason)] + [row.line])
    return "\ufeff" + file.getvalue()


def _as_text(cell: str) -> str:
    """Keep a spreadsheet from computing what somebody typed."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _wrong(row: Row) -> str:
    if not row.email:
        return _("there is no mail address")
    try:
        validate_email(row.email)
    except ValidationError:
        return _("this is not a mail address")
    if len(row.email) > 254 or len(row.name) > 200:
        return _("this is too long")
    if row.language and language_in(row.language) is None:
        return _("the language '%(language)s' is not nl or en") % {"language": row.language}
    return ""


def _normal_address(email: str) -> str:
    """Return what two ways to write one address have in common: its domain in letters of its own, or as xn--."""
    local, _at, domain = email.lower().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return email.lower()
