"""Texts in Dutch and English."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, model_serializer, model_validator

from collega.messages import Message

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


class Text(BaseModel):
    """A text in one or both languages; a plain string serves for both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nl: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"nl": value, "en": value} if isinstance(value, str) else value

    @model_serializer
    def _short(self) -> str | dict[str, str]:
        if self.nl == self.en:
            return self.nl
        return {name: text for name, text in (("nl", self.nl), ("en", self.en)) if text}

    def __bool__(self) -> bool:
        return bool(self.nl or self.en)

    def say(self, language: Language) -> str:
        """Return the text in ``language``, or in the other one where it is missing."""
        return (self.nl or self.en) if language == "nl" else (self.en or self.nl)


def as_seen(text: str) -> str:
    """Return what a reader sees of a text: one form of every sign, nothing invisible, single spaces between words."""
    visible = "".join(sign for sign in unicodedata.normalize("NFC", text) if sign.isspace() or not _invisible(sign))
    return " ".join(visible.split())


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Cc")


def _in_one_line(text: Text) -> Text:
    """Put texts of several lines, or with tabs, into one line; others stay as they are."""
    lines = {name: _joined(getattr(text, name)) for name in LANGUAGES}
    return text if all(getattr(text, name) == line for name, line in lines.items()) else Text(**lines)


def _joined(text: str) -> str:
    parts = text.replace("\t", "\n").splitlines()
    return (
        text if len(parts) <= 1 and text == "".join(parts) else " ".join(part.strip() for part in parts if part.strip())
    )


Line = Annotated[Text, AfterValidator(_in_one_line)]
"""A text that stands in one line: a title, a name, a heading, the subject of a mail."""

SHORT = 30


def _short_enough(text: Text) -> Text:
    if any(len(getattr(text, name)) > SHORT for name in LANGUAGES):
        raise ValueError(Message("study-at-most-characters", number=SHORT))
    return text


ShortName = Annotated[Line, AfterValidator(_short_enough)]
"""What readers see in charts, tables and sentences: at most ``SHORT`` characters."""
