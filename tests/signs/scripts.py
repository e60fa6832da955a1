"""One text of every script and every kind of sign that people paste."""

from __future__ import annotations

DRAWN = {
    "chinese": "漢字 简体",
    "japanese": "かな 日本",
    "korean": "한국어",
    "thai": "ไทย ก็ ที่นี่",
    "hindi": "हिन्दी क्षेत्र",
    "arabic": "العربية",
    "hebrew": "עברית",
    "amharic": "አማርኛ",
    "georgian": "ქართული",
    "greek and cyrillic": "Ελληνικά Кириллица",
    "emoji": "😀 🇳🇱 ❤️",
    "joined emoji": "👩‍👩‍👧",
    "square metre": "㎡",
    "formulas": "H₂O x² ½ ≤ →",
    "combining marks": "e\u0301 a\u0323\u0302",
    "markup": "#emph[x] $x$ *b* <b> @a // {{ x }}",
}
REPLACED = {
    "Word's bullet": ("\uf0b7 item", "• item"),
    "Word's line end": ("one\x0btwo", "one two"),
    "byte order mark": ("\ufeffitem", "item"),
}
MISSING = {"private": "\ue123", "unassigned": "\u0378", "control": "\x07", "half a sign": "\ud83d"}
