"""Texts in two languages: as they stand in a definition, and as two fields of a form."""

from __future__ import annotations

from typing import Any


def both(cleaned: dict[str, Any], name: str) -> Any:
    """Return the two languages of a text as it stands in a definition: one string where both are the same."""
    nl, en = cleaned.get(f"{name}_nl", "").strip(), cleaned.get(f"{name}_en", "").strip()
    return nl if nl == en else {language: text for language, text in (("nl", nl), ("en", en)) if text}


def apart(text: Any, name: str) -> dict[str, str]:
    """Return a text of a definition as the initial values of two fields."""
    pair = {"nl": text, "en": text} if isinstance(text, str) else dict(text or {})
    return {f"{name}_{language}": pair.get(language, "") for language in ("nl", "en")}
