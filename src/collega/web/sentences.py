"""What the engine says, in the language of the page.

The engine speaks English: in what it refuses, in what it warns of, in files, in rows of the database and on the command
line. The site knows each of its sentences by its form, ``"'{found}' is not a level"``, from the catalogue ``engine``
beside those of the pages. A text is taken apart by its form and said again; a text without a known form stays as it is.
So a sentence that was stored years ago is told like one of today, and the engine knows nothing of languages.

What stands in a place is repeated untouched, unless the form tells more of it: ``{kind:said}`` is a sentence or a word
of the engine too, ``{names:items}`` are several of these, ``{keys:list}`` has words such as "or" in it, and
``{share:number}`` a decimal point. A place that ends in ``_`` (``{folder_}``) means nothing on a page, and the
translation may leave it out.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collega.errors import CollegaError, DataError, InputError, Problem
from collega.web.records.languages import engine_language

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "engine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A form of the engine's, and how it is said in another language.

    Attributes
    ----------
    fixed : tuple of str
        What always stands there: before, between and after the places.
    places : tuple of (str, str)
        Name and kind of each place.
    said : str
        The translation, with the names of the places.
    """

    fixed: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    said: str

    @classmethod
    def of(cls, form: str, said: str) -> Sentence:
        """Read a form as the catalogue has it."""
        fixed, places = [""], []
        for text, name, kind, _conversion in Formatter().parse(form):
            fixed[-1] += text
            if name is not None:
                places.append((name, kind or ""))
                fixed.append("")
        return cls(fixed=tuple(fixed), places=tuple(places), said=said)

    @property
    def weight(self) -> int:
        """How much of it is fixed: of two forms that fit a text, the heavier one is meant."""
        return sum(map(len, self.fixed))

    def found_in(self, text: str) -> tuple[str, ...] | None:
        """Return what stands in the places, or None where the text is not of this form."""
        first, last = self.fixed[0], self.fixed[-1]
        if not self.places:
            return () if text == first else None
        at, end = len(first), len(text) - len(last)
        if end < at or not text.startswith(first) or not text.endswith(last):
            return None
        found = []
        for between in self.fixed[1:-1]:
            stop = text.find(between, at, end)
            if stop < 0:
                return None
            found.append(text[at:stop])
            at = stop + len(between)
        return (*found, text[at:end])


def said(text: str) -> str:
    """Return a text of the engine in the language of the page."""
    return _said(text, engine_language(get_language())) or text


def problems_of(error: InputError) -> list[dict[str, str]]:
    """Return the problems for a page: file (where there may be more), place, found, allowed, and what to do."""
    several = isinstance(error, DataError)
    return [
        {"file": each.file if several else "", "where": each.where, "line": str(each.line or ""),
         "found": said(each.found), "allowed": said(each.allowed), "hint": said(each.hint)}
        for each in error.problems
    ]  # fmt: skip


def told(error: CollegaError) -> str:
    """Return a refusal as sentences, one line per problem."""
    return "\n".join(map(in_one_line, error.problems)) if isinstance(error, InputError) else said(str(error))


def in_one_line(problem: Problem) -> str:
    """Return a problem as sentences: its place, what was found, what is allowed, a way out."""
    parts = [f"{problem.where}: {said(problem.found)}" if problem.where else _capital(said(problem.found))]
    parts += [f"{_('Allowed')}: {said(problem.allowed)}"] if problem.allowed else []
    parts += [said(problem.hint)] if problem.hint else []
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache
def forms(language: str) -> Mapping[str, str]:
    """Return every form of the engine's sentences with its translation; none for its own language."""
    found = gettext.translation(DOMAIN, LOCALE, [language], fallback=True)
    entries: dict[str, str] = getattr(found, "_catalog", {})
    return {form: text for form, text in entries.items() if form}


@lru_cache
def _sentences(language: str) -> tuple[Sentence, ...]:
    known = (Sentence.of(form, text) for form, text in forms(language).items())
    return tuple(sorted(known, key=lambda sentence: -sentence.weight))


def _said(text: str, language: str) -> str | None:
    for sentence in _sentences(language):
        found = sentence.found_in(text)
        if found is not None:
            parts = zip(sentence.places, found, strict=True)
            values = {name: _KINDS[kind](value, language) for (name, kind), value in parts}
            if None not in values.values():
                return sentence.said.format(**values)
    return None


def _inner(text: str, language: str) -> str | None:
    """Say a part; a quotation and a number are said already, and with another unknown part this is another sentence."""
    plain = not text or text.isdigit() or text[0] == text[-1] in "'\""
    return _said(text, language) or (text if plain else None)


def _items(text: str, language: str) -> str:
    return ", ".join(_said(item, language) or item for item in text.split(", "))


def _list(text: str, language: str) -> str:
    for word in (" and ", " or ", " with "):
        text = text.replace(word, forms(language).get(word, word))
    return text


def _number(text: str, language: str) -> str:
    return text.replace(".", ",") if language == "nl" else text


_KINDS: Mapping[str, Callable[[str, str], str | None]] = {
    "": lambda text, _language: text,
    "said": _inner,
    "items": _items,
    "list": _list,
    "number": _number,
}
