"""How an address is written in Dutch, and the commonest English way."""

from __future__ import annotations

import re

_WORD = r"[A-Z][\w'.-]{0,30}"
_SMALL = r"(?:van|de|der|den|het|ten|ter|te|op|'t|'s)"
_END = r"(?:straatweg|straat|laan|weg|plein|kade|gracht|singel|dijk|steeg|dreef|plantsoen|boulevard|hof)"
_NOT_A_STREET = r"(?!(?:Gerechtshof|Snelweg|Onderweg|Overweg|Halverwege|Wereldhof)\b)"
# no year, amount or measure: a house number, with what may follow it
_NUMBER = (
    r"(?!(?:19|20)[0-9]{2}\b)[0-9]{1,4}(?:[ -]?[a-zA-Z]\b|[ -]?(?:I{1,3}|bis|hs)\b)?"
    r"(?![\w%]|[.,:/][0-9]| ?(?:euro|procent|jaar|dagen|uur|km|meter|m2)\b)"
)
STREET = re.compile(
    rf"(?<![\w-])(?:(?:{_WORD}|{_SMALL}) ){{0,4}}?"
    rf"(?:{_NOT_A_STREET}[A-Z][\w'.-]{{1,30}}{_END}"
    rf"|(?:Laan|Weg|Plein|Kade|Singel|Dijk|Hof) (?:{_SMALL} ){{1,3}}{_WORD}) {_NUMBER}"
)
ENGLISH_STREET = re.compile(
    rf"(?<![\w.,/-])[0-9]{{1,4}}[a-z]? (?:{_WORD} ){{1,3}}(?:Street|Road|Avenue|Lane|Drive|Square|Crescent)\b"
)
POSTCODE = re.compile(r"(?<![\w.,:/-])[1-9][0-9]{3} ?(?!SA|SD|SS)[A-Z]{2}(?![\w-])")
# "artikel 1401 BW", "2016 EU": articles of a law, and amounts of something
NO_POSTCODE = re.compile(
    r"\b(?:art(?:ikel(?:en)?|\.)?|lid|nr|nummer|besluit|verordening|richtlijn)\.? ?[0-9]{4} ?[A-Z]{2}$"
    r"|(?:EU|EG|KM|KG|MB|GB|TB|KW|MW|NL|BV|NV)$",
    re.IGNORECASE,
)
