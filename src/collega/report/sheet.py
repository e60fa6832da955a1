"""What both parts of an advice sheet are made of: its first page and its appendix."""

from __future__ import annotations

from dataclasses import dataclass

from collega.colleague import Advice
from collega.prose import Prose
from collega.study.definition import Study
from collega.study.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A study, an advice, and the texts that tell it."""

    study: Study
    advice: Advice
    prose: Prose

    @property
    def language(self) -> Language:
        """Language of the texts."""
        return self.prose.language

    def fitting(self, text: str, longest: int) -> str:
        """Return a text, or its first words and where the rest is."""
        if not is_long(text, longest):
            return text
        return f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:.')} … {self.prose('sheet.in_appendix')}"


def is_long(text: str, longest: int) -> bool:
    """Whether a text does not fit."""
    return len(text) > longest
