"""Bytes become text: the encoding is guessed, and a guess that the file contradicts is a problem with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.tables.causes import on_lines

TEXT = (".csv", ".tsv", ".txt")
# what a user can name: bytes do not tell these apart
ENCODINGS = (
    "UTF-8", "UTF-16", "Windows-1250", "Windows-1252", "ISO-8859-1", "ISO-8859-2", "ISO-8859-15", "Mac-Roman", "cp437",
    "cp850",
)  # fmt: skip
_BYTE_ORDER_MARK = "\ufeff"
_UTF32_MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_STRAY = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of a byte that is not UTF-8
_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a file, and the encoding it was in."""

    text: str
    encoding: str


def decoded(file: str, raw: bytes, hint: str = "tables-save-as-csv") -> str:
    """Decode a text file; see :func:`decode`."""
    return decode(file, raw, hint).text


def decode(file: str, raw: bytes, hint: str = "tables-save-as-csv") -> Text:
    """Decode UTF-8 and UTF-16 (with or without a mark), and Windows-1252 where nothing in the file is UTF-8.

    ``hint`` is the code of what to do where this is no text.

    Raises
    ------
    DataError
        Where this is no text, or another encoding; with every line that has a byte of another encoding than the rest.
    """
    if raw.startswith(b"PK\x03\x04"):
        problem = Message("tables-archive-not-text")
        advice = "tables-rename-to-xlsx" if file.lower().endswith(TEXT) else hint
        raise DataError([Problem(file=file, found=problem, hint=Message(advice))])
    encoding = _wide_encoding(raw)
    if encoding == "UTF-32":
        raise DataError([Problem(file=file, found=Message("tables-utf32"), allowed="UTF-8", hint=Message(hint))])
    if not encoding and b"\0" not in raw:
        return _from_bytes(file, raw)
    try:
        text = _from_wide(raw, encoding) if encoding else None
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text.text:
        raise DataError([_not_text(file, raw, hint)])
    return text


def _not_text(file: str, raw: bytes, hint: str) -> Problem:
    """Return that this is no text; with the line of the first zero byte where all the rest could be text."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return Problem(file=file, found=Message("tables-not-text-file"), hint=Message(hint))
    line = raw[: raw.index(b"\0")].count(b"\n") + 1
    return Problem(file=file, line=line, found=Message("tables-null-byte"), hint=Message(hint))


def decode_as(file: str, raw: bytes, encoding: str) -> Text:
    """Decode a text file of which the encoding is named; DataError with the line that contradicts it."""
    try:
        return Text(text=raw.decode(encoding).lstrip(_BYTE_ORDER_MARK), encoding=encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = Message("tables-name-encoding")
        raise DataError(
            [Problem(file=file, line=line, found=Message("tables-not-in-encoding", encoding=encoding), hint=hint)]
        ) from None


def _wide_encoding(raw: bytes) -> str:
    """Return UTF-16 or UTF-32 where the bytes show it, else an empty string."""
    start = raw[:4000]
    zeros = [start[place::4].count(0) > len(start) // 8 for place in range(4)]
    if raw.startswith(_UTF32_MARKS) or sum(zeros) == 3:
        return "UTF-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    little, big = zeros[1] and zeros[3], zeros[0] and zeros[2]
    return "UTF-16-LE" if little else "UTF-16-BE" if big else ""


def _from_wide(raw: bytes, encoding: str) -> Text:
    return Text(text=raw.decode(encoding).lstrip(_BYTE_ORDER_MARK), encoding="UTF-16")


def _from_bytes(file: str, raw: bytes) -> Text:
    try:
        return Text(text=raw.decode().lstrip(_BYTE_ORDER_MARK), encoding="UTF-8")
    except UnicodeDecodeError:
        pass
    text = raw.decode(errors="surrogateescape")
    if any(map(_is_utf8, set(text))):
        raise DataError(_strays(file, text, "tables-byte-not-utf8"))
    try:
        return Text(text=raw.decode("cp1252"), encoding="Windows-1252")
    except UnicodeDecodeError:
        unknown = raw.decode("cp1252", errors="surrogateescape")
        raise DataError(_strays(file, unknown, "tables-byte-of-no-encoding")) from None


def _is_utf8(sign: str) -> bool:
    """Whether a sign came from more bytes than one: plain text has none of these."""
    return not sign.isascii() and not _STRAY.match(sign)


def _strays(file: str, text: str, code: str) -> list[Problem]:
    """Return a problem for every byte that is not of the encoding, with the message of this code."""
    hint = Message("tables-save-original-as-utf8")
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(_LINE_END.split(text), start=1):
        for stray in dict.fromkeys(_STRAY.findall(line)):
            lines.setdefault(stray, []).append(number)
    problems = []
    for stray, places in lines.items():
        cause = on_lines(Message(code, byte=f"0x{ord(stray) - 0xDC00:X}"), places)
        problems.append(Problem(file=file, line=places[0], found=cause, hint=hint))
    return problems
