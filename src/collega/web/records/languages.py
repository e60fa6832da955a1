"""Texts in two languages, as they stand in a JSON column."""

from __future__ import annotations

from typing import Any

from collega.study import Language


def say(text: Any, language: str) -> str:
    """Return a text, plain or {nl, en}, in a language, or in the other one where it is missing."""
    if isinstance(text, str):
        return text
    second = "en" if language == "nl" else "nl"
    return str(text.get(language) or text.get(second) or "")


def engine_language(code: str | None) -> Language:
    """Return Django's language code as the engine's."""
    return "nl" if (code or "nl").startswith("nl") else "en"
