"""What the site logs: one event a line, as words or as JSON, and nothing by which somebody could be found or let in.

Paths stand as their pattern (``/take/out/<str:token>/``): a personal link, the word of a session and the link of an
invitation open something. Mail addresses, the addresses of visitors, the pages they come from, and the values that
databases and validators quote are left out.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.urls import Resolver404, resolve

GONE = "[…]"
_NO_PAGE = "(no page)"
_WITHOUT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(https?://[^/\s'\"]+)/[^\s'\"]*"), rf"\1/{GONE}"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*"), GONE),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"), GONE),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{1,4}(?![\w:])"), GONE),
    (re.compile(r"(Key \([^)]*\)=)\(.*\)"), rf"\1({GONE})"),  # PostgreSQL
    (re.compile(r"(Failing row contains )\(.*\)"), rf"\1({GONE})"),
    (re.compile(r"(input_value=).*?(, input_type=)"), rf"\1{GONE}\2"),  # pydantic
)


def redacted(text: str) -> str:
    """Return a text without addresses, and without what databases and validators quote."""
    for pattern, instead in _WITHOUT:
        text = pattern.sub(instead, text)
    return text


def path_as_pattern(path: str) -> str:
    """Return which page a path is of, without what stands in it."""
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return _NO_PAGE


class Words(logging.Formatter):
    """A line of words; a traceback follows below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return what may be kept of a record."""
        parts = [f"{record.levelname} {record.name}: {message_of(record)}", *_traceback(self, record)]
        return "\n".join(parts)


class Lines(logging.Formatter):
    """A line of JSON: ``at``, ``level``, ``logger``, ``message``; and ``method``, ``status``, ``error`` where known."""

    def format(self, record: logging.LogRecord) -> str:
        """Return what may be kept of a record."""
        request = getattr(record, "request", None)
        record_fields: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
            "method": getattr(request, "method", None),
            "status": getattr(record, "status_code", None),
            "error": "\n".join(_traceback(self, record)) or None,
        }
        return json.dumps(
            {name: value for name, value in record_fields.items() if value is not None}, ensure_ascii=False
        )


def message_of(record: logging.LogRecord) -> str:
    """Return the message of a record; the path of its request as a pattern."""
    message = record.getMessage()
    path = getattr(getattr(record, "request", None), "path", None)
    if path:
        full = record.request.get_full_path()  # type: ignore[attr-defined]
        for path_part in sorted({full, path}, key=len, reverse=True):
            message = message.replace(path_part, path_as_pattern(path)) if path_part != "/" else message
    return redacted(message)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    if not record.exc_info:
        return []
    text = formatter.formatException(record.exc_info)
    request = getattr(record, "request", None)
    if request is not None and request.path != "/":
        text = text.replace(request.path, path_as_pattern(request.path))
    return [redacted(text)]
