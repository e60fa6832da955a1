"""The few ways in which Collega refuses, each calling for a different reaction."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from collega.messages import Message, kept, message_from
from collega.messages.message import LONGEST, cut

SHOWN_CELL = 200  # characters of a cell in a message
_WORDS = ("found", "allowed", "hint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in somebody's input, told so that they can mend it.

    Attributes
    ----------
    file : str
        Name of the file as the user knows it.
    line : int or None
        Line in that file, from 1; None where lines mean nothing.
    where : str
        The place within the file: a field (``criteria[2].key``), a column, or empty.
    found : str
        What is wrong, naming what was found.
    allowed : str
        What is allowed instead; empty where ``found`` says it all.
    hint : str
        What to do, or a guess at what was meant; may be empty.
    """

    file: str
    line: int | None = None
    where: str = ""
    found: str
    allowed: str = ""
    hint: str = ""

    def __post_init__(self) -> None:
        """Cut what is too long to be read, such as a file that was pasted into one cell."""
        for name in ("where", *_WORDS):
            text = getattr(self, name)
            object.__setattr__(self, name, text if isinstance(text, Message) else cut(text, LONGEST))

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [f"{place}: {self.where}: {self.found}" if self.where else f"{place}: {self.found}"]
        parts += [f"Allowed: {self.allowed}"] if self.allowed else []
        parts += [self.hint] if self.hint else []
        return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts)

    def as_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` reads, for a reader whose language is not known yet."""
        words = {name: kept(getattr(self, name)) for name in _WORDS}
        return {"file": self.file, "line": self.line, "where": self.where} | words

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Problem:
        """Read what :meth:`as_json` wrote."""
        words = {name: message_from(values.get(name, "")) for name in _WORDS}
        return cls(file=values["file"], line=values.get("line"), where=values.get("where", ""), **words)


def quoted(cell: str) -> Message:
    """Return a cell as a message repeats it: between quotation marks."""
    return Message("common-quoted", text=cut(cell, SHOWN_CELL))


def named(names: Sequence[str], most: int) -> Message | tuple[str, ...]:
    """Return names as a message repeats them: in quotation marks, and of many the first and how many more there are."""
    first = tuple(map(quoted, names[:most]))
    return first if len(names) <= most else Message("common-and-more", names=first, number=len(names) - most)


class CollegaError(Exception):
    """Base of every refusal that is not a programmer's mistake; carries a message, see :mod:`collega.messages`."""

    @property
    def message(self) -> str:
        """What is refused, as a message where it is one sentence of the engine."""
        return str(self) if not self.args or not isinstance(self.args[0], Message) else self.args[0]


class ReadFile(Protocol):
    """A file that was read, and can tell how."""

    def sentences(self) -> tuple[str, ...]:
        """Return it as sentences."""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""


class InputError(CollegaError):
    """Something in the user's files must be mended; carries every problem found, not the first one.

    Attributes
    ----------
    problems : tuple of Problem
    sources : tuple
        How the files were read in which these problems stand, where that was a choice.
    """

    def __init__(self, problems: Iterable[Problem], sources: Iterable[ReadFile] = ()) -> None:
        self.problems = tuple(problems)
        self.sources = tuple(sources)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InputError], tuple[Any, ...]]:
        """Let it come home from another process with its problems."""
        return type(self), (self.problems, self.sources)


class StudyError(InputError):
    """The study definition must be mended."""


class DataError(InputError):
    """Scenarios, participants, answers or another table must be mended."""


class NotComputedError(CollegaError):
    """The answer asked for does not exist: another model, more data or another step is needed first."""


class DisclosureError(CollegaError):
    """The answer would reveal something about fewer participants than the study allows."""


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """Guess which allowed word was meant, capitals or not; empty when none is near."""
    words = {word.casefold(): word for word in reversed(list(allowed))}
    near = get_close_matches(found.casefold(), list(words), n=1, cutoff=0.6) if 0 < len(found) <= LONGEST else []
    if not near:
        return ""
    word = words[near[0]]
    if _scripts(found) > _scripts(word) > set():
        return Message("common-did-you-mean-script", word=word)
    return Message("common-did-you-mean", word=word)


def _scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text, as Unicode's names of letters begin: LATIN, CYRILLIC, GREEK."""
    return {unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha()}
