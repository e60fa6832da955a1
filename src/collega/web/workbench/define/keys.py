"""Keys made from texts: what tables and files call a criterion, level, answer, characteristic or value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from collega.study.added import DECLINED, OTHER
from collega.study.rules import TAKEN

LONGEST = 40  # signs; a key may have 64, which leaves room for a number behind it
RESERVED = frozenset({*TAKEN, DECLINED, OTHER, "new"})  # "new" stands in an address of the workbench
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ĳ": "ij",
    "<": " lt ", ">": " gt ", "≤": " lte ", "≥": " gte ", "%": " pct ", "+": " plus ", "€": " eur ", "±": " pm ",
    "²": "2", "³": "3",
}  # fmt: skip
_MINUS = re.compile(r"(?<![\w)])[-−](?=\d)")


def key_from(text: str, keys: Container[str], fallback: str) -> str:
    """Return the key for a text: in small Latin letters and digits, and not among those ``keys`` or reserved.

    The same text gives the same key. A text without any such letter gets ``fallback``.
    """
    plain = _MINUS.sub(" min ", text.lower())
    plain = "".join(_LETTERS.get(sign, sign) for sign in plain)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9]+", "_", plain.replace("'", "").replace("’", "")).strip("_")
    return _free(_cut(words) or fallback, keys)


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rsplit("_", 1)[0][:LONGEST]


def _free(key: str, keys: Container[str]) -> str:
    number, free = 1, key
    while free in keys or free in RESERVED:
        number += 1
        free = f"{key}_{number}"
    return free
