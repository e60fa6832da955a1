"""What the engine says, on a page: in the language of its reader."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collega import messages
from collega.errors import CollegaError, DataError, InputError, Problem, ReadFile
from collega.web.records.languages import engine_language


def message_words(text: str) -> str:
    """Return a message of the engine in the language of the page; a text that is none as it is."""
    return messages.say(text, engine_language(get_language()))


def problems_of(error: InputError) -> list[dict[str, str]]:
    """Return the problems for a page: file (where there may be more), place, found, allowed, and what to do."""
    several = isinstance(error, DataError)
    return [
        {"file": problem.file if several else "", "where": problem.where, "line": str(problem.line or ""),
         "found": message_words(problem.found), "allowed": message_words(problem.allowed),
         "hint": message_words(problem.hint)}
        for problem in error.problems
    ]  # fmt: skip


def reading_of(source: ReadFile) -> list[str]:
    """Return how a file from elsewhere was read, as sentences."""
    return [f"{message_words(sentence)}." for sentence in source.sentences()]


def error_words(error: CollegaError) -> str:
    """Return a refusal as sentences, one line per problem."""
    return (
        "\n".join(map(in_one_line, error.problems)) if isinstance(error, InputError) else message_words(error.message)
    )


def in_one_line(problem: Problem) -> str:
    """Return a problem as sentences: its place, what was found, what is allowed, a way out."""
    parts = [
        f"{problem.where}: {message_words(problem.found)}" if problem.where else _capital(message_words(problem.found))
    ]
    parts += [f"{_('Allowed')}: {message_words(problem.allowed)}"] if problem.allowed else []
    parts += [message_words(problem.hint)] if problem.hint else []
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
