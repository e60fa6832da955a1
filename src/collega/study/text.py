"""Texts in Dutch and English."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

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
