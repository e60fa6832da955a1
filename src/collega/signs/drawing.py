"""Signs that no font has: in which texts they stand, and what the report shows in their place.

The typesetter decides, since only it knows what its fonts make of a text: under the rules of PDF/UA-1 it names
everything that it cannot draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

from collega.messages import Message
from collega.signs.fonts import PACKAGES, SETTING, font_folders
from collega.study.definition import Study

if TYPE_CHECKING:
    import typst

MISSING = "□"
# Bullets and arrows from the private places of Word's Symbol and Wingdings fonts, and white space of printers
_PLAIN = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0e0": "→", "\uf0fc": "✓"} | dict.fromkeys("\x0b\x0c\x85", " ") | {"\ufeff": ""}
)
# Control signs, half signs and private ones: what a font draws for these, if anything, is not what the writer saw
_NEVER = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]")
_USUAL = re.compile(r"[\x20-\x7e\xa0-\u017f‐-‧€\n\t\r]*")  # the report's own font has all of these
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+")
_UNDRAWN = re.compile(r'the text `"(.*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_NAMED = 5
_ROUNDS = 6  # without one sign the typesetter may stumble over the next
# Of a person joined with a sign that the report's own font has (U+1F937 U+200D U+2640), that font draws the sign alone
_PICTURE, _SKIN = r"[\u{203C}-\u{3299}\u{1F000}-\u{1FAFF}]", r"[\u{1F3FB}-\u{1F3FF}\u{FE0F}]*"
_JOINED = f"{_PICTURE}{_SKIN}(\\u{{200D}}{_PICTURE}{_SKIN})+"
_JOINED_PICTURES = f'#show regex("{_JOINED}"): set text(font: ("Noto Color Emoji", "Libertinus Serif"))\n'.encode()
_IN_OWN_FONT = re.compile("\u200d(?=[\u2640\u2642\u2695])")
_PROBE = b"""#set document(title: "probe")
#set text(font: ("Libertinus Serif", "Noto Serif CJK SC"))
#par(sys.inputs.text)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unprintable:
    """Signs in whose place the report shows a substitute.

    Attributes
    ----------
    where : tuple of str
        The texts that lack these: fields of the study, or names of notes.
    signs : tuple of str
        In the order of the texts, each once.
    """

    where: tuple[str, ...]
    signs: tuple[str, ...]

    @property
    def message(self) -> Message:
        """What is missing, and where."""
        signs = [_code(sign) for sign in self.signs]
        return Message("signs-no-font", places=_first(self.where), signs=_first(signs), substitute=MISSING)

    def __str__(self) -> str:
        return str(self.message)


def texts_of(study: Study) -> dict[str, str]:
    """Return every text of a definition by the place where it stands."""
    return dict(texts_in("", study.model_dump(mode="json")))


def texts_in(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text within nested values, by the place where it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_in(f"{place}.{key}".lstrip("."), inner)
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value):
            yield from texts_in(f"{place}[{number}]", inner)


def unprintable(texts: Mapping[str, str]) -> tuple[Unprintable, ...]:
    """Return where the report shows substitutes, for texts by where they stand; texts that lack the same together."""
    places: dict[tuple[str, ...], list[str]] = {}
    for place, text in texts.items():
        signs = () if is_usual(text) else _missing(text)
        if signs:
            places.setdefault(signs, []).append(place)
    return tuple(Unprintable(where=tuple(place), signs=signs) for signs, place in places.items())


def warnings_of(signs: Sequence[Unprintable]) -> tuple[str, ...]:
    """Return messages: which texts, and what can be done about it."""
    if not signs:
        return ()
    return (*(sign.message for sign in signs), Message("signs-install-fonts", packages=PACKAGES, setting=SETTING))


def is_usual(text: str) -> bool:
    """Whether the report's own font draws all of a text, so that it is the same on every machine."""
    return _USUAL.fullmatch(text) is not None


def printable(text: str) -> str:
    """Return a text with a substitute for each sign that cannot be drawn."""
    cleaned = _NEVER.sub(MISSING, text.translate(_PLAIN))
    cleaned = cleaned if _has_pictures(font_folders()) else _IN_OWN_FONT.sub("", cleaned)
    for _ in range(_ROUNDS):
        undrawn = set() if is_usual(cleaned) else _undrawn(cleaned)
        if not undrawn:
            return cleaned
        cleaned = "".join(_in_place_of(sign) if sign in undrawn else sign for sign in cleaned)
    return "".join(sign if is_usual(sign) else MISSING for sign in cleaned)


def _in_place_of(sign: str) -> str:
    """Return what is shown for a sign that cannot be drawn; usual ones are named only for what they are joined with."""
    if is_usual(sign) or sign == MISSING:
        return sign
    return "" if _INVISIBLE.fullmatch(sign) or category(sign).startswith("M") else MISSING


def compiler(template: bytes, *, usual: bool) -> typst.Compiler:
    """Return a compiler with the fonts that typst brings along, and for what they lack those of the machine."""
    import typst  # slow to import, and for most texts not needed

    if usual:
        return typst.Compiler(template, font_paths=_fonts(()))
    return typst.Compiler(_JOINED_PICTURES + template, font_paths=_fonts(tuple(map(str, font_folders()))))


@lru_cache(maxsize=4)
def _has_pictures(folders: tuple[Path, ...]) -> bool:
    """Whether the font of emoji is there; without it what is joined is drawn side by side, so that nothing goes."""
    return any(next(folder.rglob("NotoColorEmoji*"), None) for folder in folders)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders))


def _missing(text: str) -> tuple[str, ...]:
    """Return the visible signs of a text that the report cannot draw, in the order of the text."""
    cleaned = printable(text)
    return tuple(
        sign
        for sign in dict.fromkeys(text.translate(_PLAIN))
        if sign not in cleaned and not (is_usual(sign) or _INVISIBLE.fullmatch(sign))
    )


def _undrawn(text: str) -> set[str]:
    """Return the signs that the typesetter cannot draw and usual ones joined to these, or all where it names none."""
    import typst

    try:
        compiler(_PROBE, usual=False).compile(sys_inputs={"text": text}, pdf_standards="ua-1")
    except typst.TypstError as error:
        characters = "".join(map(_unescaped, _UNDRAWN.findall(error.diagnostic)))
        return set(characters or text)
    return set()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)


def _first(names: Sequence[str]) -> str:
    return ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


def _code(sign: str) -> str:
    """Name a sign by its code, and by itself where it can be seen."""
    code = f"U+{ord(sign):04X}"
    return f"{sign} ({code})" if sign.isprintable() else code
