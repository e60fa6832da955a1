"""The fields of the Dutch algorithm register, and what each of them takes.

References
----------
Ministerie van BZK, Algoritmeregister Publicatiestandaard 1.0.10 (2024-11-29), ch. 2: names, limits, what is always
shown. Keys, choices and the limits of links: layout and schema ``v1_0`` of the register's own backend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NotRequired, TypedDict

from collega.errors import did_you_mean
from collega.messages import Message
from collega.study.rules import BrokenRule

Kind = Literal["text", "html", "choice", "choices", "month", "link", "contact", "links"]
Shown = Literal["required", "always", "filled"]
Value = str | Sequence[str] | Sequence[Mapping[str, str]]

STATUSES = ("In gebruik", "In ontwikkeling", "Buiten gebruik")
PUBLICATION_CATEGORIES = ("Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes")
THEMES = (
    "Organisatie en bedrijfsvoering", "Cultuur en recreatie", "Economie", "Overheidsfinanciën", "Wonen",
    "Internationaal", "Migratie en integratie", "Natuur en milieu", "Onderwijs en wetenschap",
    "Openbare orde en veiligheid", "Recht", "Ruimte en infrastructuur", "Sociale zekerheid", "Verkeer", "Werk",
    "Zorg en gezondheid",
)  # fmt: skip
_MOST_THEMES, _LINK_LIMIT = 3, 500
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LINK = re.compile(r"https://[^\s/.]+\.\S+")
_MAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")


class Link(TypedDict):
    """A law, source or assessment, and where it can be read."""

    title: str
    link: NotRequired[str]


class Known(TypedDict, total=False):
    """What an organisation may fill in itself, by the register's keys; a text replaces the computed one."""

    name: str
    description_short: str
    organization: str
    category: Sequence[str]
    status: str
    begin_date: str
    end_date: str
    contact_email: str
    website: str
    publication_category: str
    url: str
    goal: str
    proportionality: str
    human_intervention: str
    risks: str
    lawful_basis: str
    lawful_basis_grouping: Sequence[Link]
    process_index_url: str
    impacttoetsen: str
    impacttoetsen_grouping: Sequence[Link]
    source_data: str
    source_data_grouping: Sequence[Link]
    methods_and_models: str
    provider: str
    publiccode: str
    source_id: str
    tags: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the register.

    Attributes
    ----------
    key, title : str
        In the register's JSON, and on its pages.
    kind : str
        ``html`` is text in which paragraphs and lists may be marked; ``links`` is a list of titles with links.
    shown : str
        ``required``: not published while empty; ``always``: shown as not filled in; ``filled``: shown when filled in.
    limit : int or None
        A text, or the title of a link, has fewer characters than this.
    allowed : tuple of str
        What a choice is made from.
    """

    key: str
    title: str
    kind: Kind
    shown: Shown
    limit: int | None = None
    allowed: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether the register keeps a list here; otherwise it is a text."""
        return self.kind in ("choices", "links")


FIELDS = (
    Field("name", "Naam", "text", "required", 100),
    Field("description_short", "Korte omschrijving", "text", "required", 350),
    Field("organization", "Organisatie", "text", "required", 100),
    Field("category", "Thema", "choices", "always", None, THEMES),
    Field("status", "Status", "choice", "required", None, STATUSES),
    Field("begin_date", "Begindatum", "month", "always"),
    Field("end_date", "Einddatum", "month", "always"),
    Field("contact_email", "Contactgegevens", "contact", "required", _LINK_LIMIT),
    Field("website", "Link naar publiekspagina", "link", "filled", _LINK_LIMIT),
    Field("publication_category", "Publicatiecategorie", "choice", "required", None, PUBLICATION_CATEGORIES),
    Field("url", "Link naar bronregistratie", "link", "filled", _LINK_LIMIT),
    Field("goal", "Doel en impact", "html", "always", 2500),
    Field("proportionality", "Afwegingen", "html", "always", 2500),
    Field("human_intervention", "Menselijke tussenkomst", "html", "always", 2500),
    Field("risks", "Risicobeheer", "html", "always", 2500),
    Field("lawful_basis", "Wettelijke basis", "html", "filled", 2500),
    Field("lawful_basis_grouping", "Verwijzingen wettelijke basis", "links", "always", 100),
    Field("process_index_url", "Link naar verwerkingsregister", "link", "filled", _LINK_LIMIT),
    Field("impacttoetsen", "Toelichting op impacttoetsen", "html", "filled", 2500),
    Field("impacttoetsen_grouping", "Impacttoetsen", "links", "always"),
    Field("source_data", "Gegevens", "html", "always", 2500),
    Field("source_data_grouping", "Verwijzingen gegevensbronnen", "links", "filled", 500),
    Field("methods_and_models", "Technische werking", "html", "always", 5000),
    Field("provider", "Leverancier", "text", "always", 200),
    Field("publiccode", "Link naar broncode", "link", "filled", _LINK_LIMIT),
    Field("lang", "Taal", "choice", "required", None, ("nld",)),
    Field("standard_version", "Versie publicatiestandaard", "choice", "filled", None, ("1.0",)),
    Field("source_id", "Bron-ID", "text", "filled", 100),
    Field("tags", "Zoektermen", "html", "filled", 2500),
)
BY_KEY = {field.key: field for field in FIELDS}
KNOWN_KEYS = tuple(field.key for field in FIELDS if field.key in Known.__annotations__)


def broken_fields(values: Mapping[str, object]) -> tuple[BrokenRule, ...]:
    """Return everything that the register would not take; empty values are taken."""
    messages = chain.from_iterable(_broken(key, value) for key, value in values.items())
    return (*messages, *_broken_together(values))


def is_contact(text: str) -> bool:
    """Whether the register takes this as contact: one e-mail address, or one link."""
    return bool(_MAIL.fullmatch(text) or _LINK.fullmatch(text))


def _broken(key: str, value: object) -> Iterator[BrokenRule]:
    if key not in KNOWN_KEYS:
        problem, hint = Message("report-not-a-field", key=key), did_you_mean(key, KNOWN_KEYS)
        yield BrokenRule(path=(key,), found=problem, allowed=_listed(KNOWN_KEYS), hint=hint)
        return
    field = BY_KEY[key]
    if field.is_list:
        yield from _broken_list(field, value)
    elif not isinstance(value, str):
        yield BrokenRule(
            path=(key,), found=Message("report-field-not-a-text", title=field.title), allowed=Message("common-one-text")
        )
    elif value:
        yield from _too_long((key,), field.title, value, field.limit)
        yield from _CHECKS[field.kind](field, value)


def _too_long(path: tuple[str | int, ...], title: str, text: str, limit: int | None) -> Iterator[BrokenRule]:
    if limit is not None and len(text) >= limit:
        message = Message("report-field-too-long", title=title, number=len(text))
        yield BrokenRule(path=path, found=message, allowed=Message("report-fewer-than", number=limit))


def _any_text(_field: Field, _text: str) -> Iterator[BrokenRule]:
    yield from ()


def _choice(field: Field, text: str) -> Iterator[BrokenRule]:
    if text not in field.allowed:
        hint = did_you_mean(text, field.allowed)
        yield BrokenRule(
            path=(field.key,),
            found=Message("report-field-is", title=field.title, text=text),
            allowed=_listed(field.allowed),
            hint=hint,
        )


def _month(field: Field, text: str) -> Iterator[BrokenRule]:
    if not _MONTH.fullmatch(text):
        problem, allowed = Message("report-field-is", title=field.title, text=text), Message("report-a-month")
        yield BrokenRule(path=(field.key,), found=problem, allowed=allowed)


def _link(field: Field, text: str) -> Iterator[BrokenRule]:
    if not _LINK.fullmatch(text):
        yield BrokenRule(
            path=(field.key,),
            found=Message("report-field-is", title=field.title, text=text),
            allowed=Message("report-a-link"),
        )


def _contact(field: Field, text: str) -> Iterator[BrokenRule]:
    if not is_contact(text):
        allowed = Message("report-a-contact")
        yield BrokenRule(
            path=(field.key,), found=Message("report-field-is", title=field.title, text=text), allowed=allowed
        )


_CHECKS: dict[Kind, Callable[[Field, str], Iterator[BrokenRule]]] = {
    "text": _any_text, "html": _any_text, "choice": _choice, "month": _month, "link": _link, "contact": _contact,
}  # fmt: skip


def _broken_list(field: Field, value: object) -> Iterator[BrokenRule]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        if value != "":
            yield BrokenRule(
                path=(field.key,),
                found=Message("report-field-not-a-list", title=field.title),
                allowed=Message("common-a-list"),
            )
        return
    if field.kind == "choices" and len(value) > _MOST_THEMES:
        message = Message("report-field-has-values", title=field.title, number=len(value))
        yield BrokenRule(path=(field.key,), found=message, allowed=Message("common-at-most", bound=_MOST_THEMES))
    for number, item in enumerate(value):
        yield from _broken_theme(field, number, item) if field.kind == "choices" else _broken_link(field, number, item)


def _broken_theme(field: Field, number: int, item: object) -> Iterator[BrokenRule]:
    for rule in _choice(field, str(item)):
        yield BrokenRule(path=(field.key, number), found=rule.found, allowed=rule.allowed, hint=rule.hint)


def _broken_link(field: Field, number: int, item: object) -> Iterator[BrokenRule]:
    place = (field.key, number)
    texts = isinstance(item, Mapping) and all(isinstance(text, str) for text in item.values())
    required = {"title"} if field.key == "impacttoetsen_grouping" else {"title", "link"}
    if not isinstance(item, Mapping) or not texts or not required <= set(item) <= {"title", "link"}:
        message = Message("report-not-a-title-with-link" if "link" in required else "report-not-a-title")
        yield BrokenRule(path=place, found=message, allowed="{title: ..., link: https://...}")
        return
    yield from _too_long((*place, "title"), Message("report-the-title"), item["title"], field.limit)
    if "link" in item and not (_LINK.fullmatch(item["link"]) and len(item["link"]) < _LINK_LIMIT):
        allowed = Message("report-a-short-link", number=_LINK_LIMIT)
        yield BrokenRule(path=(*place, "link"), found=Message("report-link-is", link=item["link"]), allowed=allowed)


def _broken_together(values: Mapping[str, object]) -> Iterator[BrokenRule]:
    status, end = values.get("status"), values.get("end_date")
    if end and status != "Buiten gebruik":
        message = Message("report-end-and-status", status=str(status or ""))
        yield BrokenRule(path=("end_date",), found=message, allowed=Message("report-end-only-out-of-use"))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
