"""From blocks to a tagged PDF that screen readers can read (PDF/UA-1), with the fonts that typst brings along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

import typst


def typeset(content: Mapping[str, Any], on: date) -> bytes:
    """Return the report as PDF/UA-1.

    Parameters
    ----------
    content : mapping
        What ``templates/report.typ`` reads; see :func:`collega.report.contents.contents`. With ``cover`` None it is
        a short document: no title page, no table of contents.
    on : date
        The day that the file says it was made on; the same content and day give the same bytes.
    """
    template = files("collega.report").joinpath("templates/report.typ").read_bytes()
    pdf = typst.compile(
        template,
        sys_inputs={"data": json.dumps(content, ensure_ascii=False, allow_nan=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=datetime.combine(on, time(), UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no PDF")
    return pdf
