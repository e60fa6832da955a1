"""A message: a code with values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import Any, Self

LONGEST = 1000  # characters of one value: nobody reads a file that was pasted into a cell

Value = str | int | float | Iterable["str | int"]


class Message(str):
    """A sentence of the engine as a code with values; as text it is the English sentence.

    Being text, it can be raised, printed, compared and written to JSON as it is; :meth:`say` puts the same message
    into words of another language, and :meth:`as_json` keeps it for a reader whose language is not known yet.

    Attributes
    ----------
    code : str
        Names the message in the catalogues: the room that speaks, and what is the matter (``tables-no-sheet``).
    values : mapping
        What stands in its places: texts, numbers, messages, and tuples of these for names in a row.

    Raises
    ------
    KeyError
        Where no catalogue has the code.
    """

    __slots__ = ("code", "values")
    code: str
    values: Mapping[str, Any]

    def __new__(cls, code: str, /, **values: Value) -> Self:
        """Make a message of a code and the values for its places."""
        plain = {name: _plain(value) for name, value in values.items()}
        message = super().__new__(cls, _text(code, plain, "en"))
        message.code, message.values = code, plain
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle it by its code and values."""
        return _rebuild, (self.code, self.values)

    def say(self, language: str) -> str:
        """Return the message in a language."""
        return str(self) if language == "en" else _text(self.code, self.values, language)

    def __str__(self) -> str:
        """Return the English sentence as plain text."""
        return str.__str__(self[:])

    def as_json(self) -> dict[str, Any]:
        """Return what :func:`message_from` reads: the code, the values, and the English text for other programs."""
        return {"code": self.code, "values": _values(self), "text": str(self)}


def say(text: str, language: str) -> str:
    """Return a message in a language; a text that is no message stays as it is."""
    return text.say(language) if isinstance(text, Message) else text


def code_of(text: str) -> str:
    """Return the code of a message; empty for a text that is none."""
    return text.code if isinstance(text, Message) else ""


def kept(text: str) -> Any:
    """Return a text as JSON keeps it for a reader whose language is not known yet: :func:`message_from` reads it."""
    return text.as_json() if isinstance(text, Message) else text


def message_from(stored: Any) -> str:
    """Return a message that was kept; the English text where it was kept as text, or by another version of Collega."""
    if isinstance(stored, str):
        return stored
    try:
        return Message(stored["code"], **{name: _value(value) for name, value in stored["values"].items()})
    except (KeyError, AttributeError, TypeError):
        return str(stored.get("text", ""))


def warnings_json(warnings: Iterable[str]) -> dict[str, Any]:
    """Return warnings as every JSON has them.

    ``warnings`` are the English texts, and ``warning_codes`` their codes and values, in the same order; null where a
    text has none. :func:`warnings_from` reads it, also without codes, as it was kept before there were any.
    """
    texts = list(warnings)
    codes = [
        {"code": warning.code, "values": _values(warning)} if isinstance(warning, Message) else None
        for warning in texts
    ]
    return {"warnings": texts, "warning_codes": codes}


def warnings_from(stored: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the warnings that :func:`warnings_json` wrote."""
    texts = stored.get("warnings", [])
    codes = stored.get("warning_codes") or [None] * len(texts)
    pairs = zip(texts, codes, strict=True)
    return tuple(text if code is None else message_from({**code, "text": text}) for text, code in pairs)


def _rebuild(code: str, values: Mapping[str, Any]) -> Message:
    return Message(code, **values)


def _text(code: str, values: Mapping[str, Any], language: str) -> str:
    from collega.messages.catalogue import words  # with Babel: a tenth of a second, for who has anything to say

    return words(code, {name: _in_language(value, language) for name, value in values.items()}, language)


def _in_language(value: Any, language: str) -> Any:
    return (
        tuple(_in_language(part, language) for part in value) if isinstance(value, tuple) else _in_one(value, language)
    )


def _in_one(value: Any, language: str) -> Any:
    return value.say(language) if isinstance(value, Message) else value


def _plain(value: Any) -> Any:
    """Return a value as a message keeps it."""
    if isinstance(value, str):
        return value if isinstance(value, Message) else cut(value, LONGEST)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if not isinstance(value, Iterable):
        raise TypeError(f"a message has texts, numbers, messages and tuples of these as values, and not {value!r}")
    return tuple(map(_plain, value))


def cut(text: str, longest: int) -> str:
    """Return a text with its middle left out where it is too long."""
    return text if len(text) <= longest else f"{text[: longest * 3 // 4]} … {text[-longest // 5 :]}"


def _values(message: Message) -> dict[str, Any]:
    return {name: _json(value) for name, value in message.values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    return value.as_json() if isinstance(value, Message) else value


def _value(stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(map(_value, stored))
    return message_from(stored) if isinstance(stored, dict) else stored
