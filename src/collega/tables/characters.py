"""Texts that look the same made the same: what nobody can see must not tell two words apart."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile("[\x0b\x0c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# control characters too, but for tab, line ends and the two that start a new line or page
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060-\u2064\ufeff]")
_ASCII = bytes.maketrans(b"\x0b\x0c", b"  ")
_ASCII_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\x0b\x0c\r")
_JOINERS = re.compile("[\u200c\u200d]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TO_THE_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# scripts in which a joiner changes what is written: Arabic and its kin, those of India, Khmer, Myanmar, Mongolian
_JOINING = (
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
_PICTURE = "[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]"
_NEEDED = re.compile(f"(?<={_JOINING})[\u200c\u200d]|(?<={_PICTURE})\u200d(?={_PICTURE})")


def normal_text(text: str) -> str:
    """Return a text with composed accents, plain spaces, and without signs that take no room.

    Joiners stay where they change what is seen: within Arabic, the scripts of India and their kin, and between the
    parts of an emoji. Marks of direction stay in a text that has letters from right to left.
    """
    if text.isascii():
        return text if text.isprintable() else text.encode().translate(_ASCII, _ASCII_CONTROLS).decode()
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    if _JOINERS.search(text):
        places = {match.start() for match in _NEEDED.finditer(text)}
        text = "".join(sign for place, sign in enumerate(text) if place in places or not _JOINERS.match(sign))
    if not _TO_THE_LEFT.search(text):
        text = _DIRECTIONS.sub("", text)
    return unicodedata.normalize("NFC", text)
