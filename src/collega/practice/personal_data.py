"""What looks like personal data in a text, so that its writer can be asked before it is saved.

Nothing leaves the machine, and nothing is changed. It looks for forms, not for meaning: a name without a title and an
account of what happened to somebody pass unseen, so whoever writes stays the one who decides. Every pattern has an end
to how far it looks, so the time grows with the length of the text and no faster.

References
----------
BSN: the eleven-test of the Dutch tax administration; IBAN: ISO 13616 and the registry of SWIFT, both by python-stdnum.
Telephone numbers: the plans of all countries by phonenumbers, a port of Google's libphonenumber. Plates: the series
("sidecodes") of the Dutch vehicle authority (RDW).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from collega.practice.name_patterns import NAME
from collega.practice.place_patterns import ENGLISH_STREET, NO_POSTCODE, POSTCODE, STREET

Kind = Literal["mail", "iban", "telephone", "bsn", "plate", "address", "birth", "name"]

_ALIKE = {0xA0: " ", 0x202F: " ", 0x2009: " ", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2019: "'", 0x2018: "'"}
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?=[ ]?[A-Za-z0-9])")
_IBAN_LENGTHS = range(34, 14, -1)
_BSN = re.compile(
    r"(?<![\d.,/:-])(?<!€ )(?<!€)(?:[0-9]{9}|[0-9]{4}([ .])[0-9]{2}\1[0-9]{3}|[0-9]{3}([ .])[0-9]{3}\2[0-9]{3})"
    r"(?!\d|[.,/:-]\d|,-| ?(?:euro|EUR|€))"
)
_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|jun[ei]?|jul[iy]?|aug(?:ustus|ust)?"
    r"|sep(?:t|tember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR, _ENDING = r"(?:19|20)[0-9]{2}", r"(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:[0-9]{{1,2}}[-/. ][0-9]{{1,2}}[-/. ](?:{_YEAR}|[0-9]{{2}})|{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|[0-9]{{1,2}}{_ENDING} {_MONTH},? {_YEAR}|{_MONTH} [0-9]{{1,2}}{_ENDING},? {_YEAR}|{_YEAR})(?![0-9])"
)
_BORN = r"\b(?:geboren|geb\.|geboortedatum|geboortejaar|geboortedag|born|birth|dob|d\.o\.b\.)(?=[^\w]|$)"
_BIRTH = re.compile(
    rf"{_BORN}[^0-9\n;]{{0,40}}?(?P<after>{_DATE})|(?<![0-9])(?P<before>{_DATE})[ ,(]{{1,3}}{_BORN}", re.IGNORECASE
)
_L = "[BDFGHJ-NPR-TVXZ]"  # letters of today's plates: no vowels, and none that look like a digit
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{2}-[0-9]{2}"
    rf"|{_L}{{2}}-[0-9]{{2}}-{_L}{{2}}|{_L}{{2}}-{_L}{{2}}-[0-9]{{2}}|[0-9]{{2}}-{_L}{{2}}-{_L}{{2}}"
    rf"|[0-9]{{2}}-{_L}{{3}}-[0-9]|[0-9]-{_L}{{3}}-[0-9]{{2}}|{_L}{{2}}-[0-9]{{3}}-{_L}|{_L}-[0-9]{{3}}-{_L}{{2}}"
    rf"|{_L}{{3}}-[0-9]{{2}}-{_L}|{_L}-[0-9]{{2}}-{_L}{{3}}|[0-9]-{_L}{{2}}-[0-9]{{3}}|[0-9]{{3}}-{_L}{{2}}-[0-9])(?![\w-])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Something that looks like personal data.

    Attributes
    ----------
    kind : str
        ``mail``, ``iban``, ``telephone``, ``bsn`` (citizen service number), ``plate`` (of a vehicle), ``address``,
        ``birth`` (a date) or ``name``.
    start, end : int
        Its place in the text, as in ``text[start:end]``.
    text : str
    """

    kind: Kind
    start: int
    end: int
    text: str


def find_personal_data(text: str) -> tuple[Match, ...]:
    """Return what looks like personal data, in the order of the text; where two overlap, the surer kind."""
    plain = text.translate(_ALIKE)
    matches: list[Match] = []
    covered = bytearray(len(text))
    for kind, find in _FINDERS.items():
        for start, end in find(plain):
            if not any(covered[start:end]):
                covered[start:end] = b"\x01" * (end - start)
                matches.append(Match(kind=kind, start=start, end=end, text=text[start:end]))
    return tuple(sorted(matches, key=lambda match: match.start))


Span = tuple[int, int]


def _mails(text: str) -> Iterator[Span]:
    return (found.span() for found in _MAIL.finditer(text))


def _ibans(text: str) -> Iterator[Span]:
    from stdnum import iban  # with a registry that few texts need

    end = 0
    for found in _IBAN.finditer(text):
        if found.start() < end:
            continue
        places = _signs(text, found.start(), _IBAN_LENGTHS.start)
        for length in _IBAN_LENGTHS:
            signs = "".join(text[place] for place in places[:length])
            if len(signs) == length and _ends(text, places[length - 1]) and iban.is_valid(signs):
                end = places[length - 1] + 1
                yield found.start(), end
                break


def _signs(text: str, start: int, most: int) -> list[int]:
    """Return the places of letters and digits from here on, single spaces between them left out."""
    places = []
    for place in range(start, min(start + 2 * most, len(text))):
        sign = text[place]
        if sign.isascii() and sign.isalnum():
            places.append(place)
        elif sign != " " or text[place - 1] == " ":
            break
    return places[:most]


def _ends(text: str, place: int) -> bool:
    return place + 1 == len(text) or not text[place + 1].isalnum()


def _telephones(text: str) -> Iterator[Span]:
    import phonenumbers  # a third of a second, for who has a text to look at

    of_everybody = {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
    for found in phonenumbers.PhoneNumberMatcher(text, "NL", leniency=phonenumbers.Leniency.VALID):
        if phonenumbers.number_type(found.number) not in of_everybody and len(str(found.number.national_number)) > 6:
            yield found.start, found.end


def _bsns(text: str) -> Iterator[Span]:
    from stdnum.nl import bsn

    for found in _BSN.finditer(text):
        if bsn.is_valid(re.sub(r"[ .]", "", found[0])):
            yield found.span()


def _plates(text: str) -> Iterator[Span]:
    return (found.span() for found in _PLATE.finditer(text))


def _addresses(text: str) -> Iterator[Span]:
    for pattern in (STREET, ENGLISH_STREET):
        yield from (found.span() for found in pattern.finditer(text))
    for found in POSTCODE.finditer(text):
        if not NO_POSTCODE.search(text[max(found.start() - 25, 0) : found.end()]):
            yield found.span()


def _births(text: str) -> Iterator[Span]:
    for found in _BIRTH.finditer(text):
        yield found.span("after" if found["after"] else "before")


def _names(text: str) -> Iterator[Span]:
    return (found.span() for found in NAME.finditer(text))


_FINDERS: dict[Kind, Callable[[str], Iterator[Span]]] = {
    "mail": _mails,
    "iban": _ibans,
    "birth": _births,
    "telephone": _telephones,
    "bsn": _bsns,
    "plate": _plates,
    "address": _addresses,
    "name": _names,
}
