"""What the engine says, in another language.

The engine speaks English: in what it refuses, in what it warns of, in files, in rows of the database and on the command
line. This catalogue knows each of its sentences by its form, ``"'{found}' is not a level"``. A text is taken apart by
its form and said again; a text without a known form stays as it is. So a sentence that was stored years ago is told
like one of today, and nothing that refuses or warns knows of languages.

What stands in a place is repeated untouched, in the quotation marks of the language, unless the form tells more of it:
``{kind:said}`` is a sentence or a word of the engine too, ``{names:items}`` are several of these, ``{keys:list}`` has
words such as "or" in it, and ``{share:number}`` a decimal point. A place that ends in ``_`` (``{folder_}``) means
nothing on a page, and the translation may leave it out.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from collega.study.text import Language

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "engine"
_LONGEST_PART = 500  # characters; a longer one is no sentence of ours


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


def said(text: str, language: Language) -> str:
    """Return a text of the engine in a language."""
    return _said(text, language) or text


@lru_cache
def forms(language: Language) -> Mapping[str, str]:
    """Return every form of the engine's sentences with its translation; none for its own language."""
    found = gettext.translation(DOMAIN, LOCALE, [language], fallback=True)  # its entries have no public name
    entries: dict[str, str] = getattr(found, "_catalog", {})
    return {form: text for form, text in entries.items() if form}


@lru_cache
def _sentences(language: Language) -> tuple[Sentence, ...]:
    known = (Sentence.of(form, text) for form, text in forms(language).items())
    return tuple(sorted(known, key=lambda sentence: -sentence.weight))


@lru_cache(maxsize=1024)  # also: a text that somebody made of many beginnings of ours is read once
def _said(text: str, language: Language) -> str | None:
    for sentence in _sentences(language):
        found = sentence.found_in(text)
        if found is not None:
            parts = zip(sentence.places, found, strict=True)
            values = {name: _KINDS[kind](value, language) for (name, kind), value in parts}
            if None not in values.values():
                return sentence.said.format(**values)
    return None


def _inner(text: str, language: Language) -> str | None:
    """Say a part; a quotation and a number are said already, and with another unknown part this is another sentence."""
    plain = not text or text.isdecimal() or (text[0] == text[-1] and text[0] in "'\"")
    told = _said(text, language) if len(text) <= _LONGEST_PART else None
    return told or (_quoted(text, language) if plain else None)


def _quoted(text: str, language: Language) -> str:
    """Give what the engine quotes the quotation marks of the language."""
    whole = len(text) > 1 and text[0] == text[-1] == "'" and "'" not in text[1:-1]
    return f"‘{text[1:-1]}’" if whole and language == "nl" else text


def _items(text: str, language: Language) -> str:
    return ", ".join(_said(item, language) or item for item in text.split(", "))


def _list(text: str, language: Language) -> str:
    for word in (" and ", " or ", " with "):
        text = text.replace(word, forms(language).get(word, word))
    return text


def _number(text: str, language: Language) -> str:
    return text.replace(".", ",") if language == "nl" else text


_KINDS: Mapping[str, Callable[[str, Language], str | None]] = {
    "": _quoted,
    "said": _inner,
    "items": _items,
    "list": _list,
    "number": _number,
}
