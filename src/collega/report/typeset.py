"""From blocks to a tagged PDF that screen readers can read (PDF/UA-1), whatever signs its texts have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

from collega.report.lettering import without_words, words
from collega.report.row_headers import with_row_headers
from collega.signs import compiler, is_usual, printable


def typeset(content: Mapping[str, Any], on: date) -> bytes:
    """Return the report as PDF/UA-1.

    Parameters
    ----------
    content : mapping
        What ``templates/report.typ`` reads; see :func:`collega.report.contents.contents`. With ``cover`` None it is
        a short document: no title page, no table of contents.
    on : date
        The day that the file says it was made on; the same content and day give the same bytes. Signs outside the
        report's own font come from the fonts of this machine, or are replaced.
    """
    template = files("collega.report").joinpath("templates/report.typ").read_bytes()
    usual = _is_usual(content)
    data = json.dumps(content if usual else _printable(content), ensure_ascii=False, allow_nan=False)
    pdf = compiler(template, usual=usual).compile(
        sys_inputs={"data": data}, pdf_standards="ua-1", timestamp=datetime.combine(on, time(), UTC)
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no PDF")
    return with_row_headers(pdf)


def _is_usual(value: Any) -> bool:
    if isinstance(value, str):
        return is_usual(value)
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, Sequence) else ()
    return all(map(_is_usual, parts))


def _printable(value: Any) -> Any:
    """Return content with substitutes for what cannot be drawn, and the words of such figures set apart."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        result = {name: _printable(inner) for name, inner in value.items()}
        return _lettered(result) if "svg" in result and not is_usual(result["svg"]) else result
    return [_printable(inner) for inner in value] if isinstance(value, Sequence) else value


def _lettered(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {**figure, "svg": without_words(figure["svg"]), "words": words(figure["svg"])}
