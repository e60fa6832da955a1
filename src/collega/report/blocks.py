"""The parts a report is made of, as the template reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from collega.figures import PAPER, Figure

Block = dict[str, Any]
Side = Literal["left", "right", "center"]

_WHOLE = 14  # rows that are kept on one page
_TALL = 250  # pixels; a taller figure may leave its place, so that no page stays half empty for it
_SIZE = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


def heading(text: str, level: int = 1, *, new_page: bool = False) -> Block:
    """Return a heading of level 1 to 3, which stays with what comes after it; one may start a page."""
    return {"kind": "heading", "level": level, "text": text, "new_page": new_page}


def paragraph(text: str, *, stays: bool = False) -> Block:
    """Return a paragraph; one that ``stays`` is on the same page as what comes after it."""
    return {"kind": "text", "text": text, "stays": stays}


def finding(text: str, *, stays: bool = True) -> Block:
    """Return a sentence that says what the figure or table after it shows, as a rule on the same page."""
    return {"kind": "finding", "text": text, "stays": stays}


def settled(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks of which none stays with a heading that comes next, or pages would stay half empty for it."""
    following = [*blocks[1:], heading("")]
    return [
        block | {"stays": False} if block.get("stays") and successor["kind"] == "heading" else block
        for block, successor in zip(blocks, following, strict=True)
    ]


def warning(text: str) -> Block:
    """Return a sentence that nobody may overlook."""
    return {"kind": "warning", "text": text}


def note(title: str, text: str) -> Block:
    """Return what people make of a figure, paragraph by paragraph, marked as theirs."""
    return {"kind": "note", "title": title, "paragraphs": [part.strip() for part in text.splitlines() if part.strip()]}


def quotation(text: str) -> Block:
    """Return a text that participants saw."""
    return {"kind": "quote", "text": text}


def bullets(items: Sequence[str]) -> Block:
    """Return a list."""
    return {"kind": "list", "items": list(items)}


def terms(entries: Sequence[tuple[str, str | None, Sequence[str]]]) -> Block:
    """Return terms in two columns, each with a note (or None) and a list of lettered items."""
    return {
        "kind": "terms",
        "entries": [{"term": term, "note": note, "items": list(items)} for term, note, items in entries],
    }


def pairs(tables: Sequence[Block]) -> Block:
    """Return tables two by two, side by side."""
    return {"kind": "pairs", "tables": list(tables)}


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str | None = None,
    columns: Sequence[float | Literal["auto"]] | None = None,
    align: Sequence[Side] | None = None,
    tight: float = 5.0,
) -> Block:
    """Return a table; ``columns`` are relative widths, ``tight`` the room beside a cell in points."""
    return {
        "kind": "table",
        "header": list(header),
        "rows": [list(row) for row in rows],
        "caption": caption,
        "columns": list(columns or [1] + ["auto"] * (len(header) - 1)),
        "align": list(align or ["left"] + ["right"] * (len(header) - 1)),
        "tight": tight,
        "whole": len(rows) <= _WHOLE,
    }


def lists(title: str, entries: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> Block:
    """Return short lists side by side, each under a title: of (place, text)."""
    return {
        "kind": "lists",
        "title": title,
        "entries": [{"title": name, "rows": [list(row) for row in rows]} for name, rows in entries],
    }


def spread(blocks: Sequence[Block]) -> Block:
    """Return blocks that are one page together, whatever they hold: figures, and then letters, are made to fit."""
    return {"kind": "spread", "blocks": list(blocks)}


def facts(entries: Sequence[tuple[str, str | None]], *, across: int = 1) -> Block:
    """Return names with what they are, one or more a row; None is a line to write on."""
    return {"kind": "facts", "entries": [list(entry) for entry in entries], "across": across}


def bar(
    *,
    share: float,
    interval: tuple[float, float],
    reach: tuple[float, float] | None,
    labels: Sequence[str],
    legend: str,
) -> Block:
    """Return a share on a line from 0 to 1 with its interval and the reach of what is open; a sentence tells it too."""
    ends = {"interval": list(interval), "reach": None if reach is None else list(reach)}
    return {"kind": "bar", "share": share, **ends, "labels": list(labels), "legend": legend}


def room(title: str, lines: int) -> Block:
    """Return so many lines to write on, under a title."""
    return {"kind": "room", "title": title, "lines": lines}


def sign(names: Sequence[str]) -> Block:
    """Return lines to sign, each with what belongs there."""
    return {"kind": "sign", "names": list(names)}


def figure(drawn: Figure, caption: str, *, stays: bool = False) -> Block:
    """Return a figure, as large as makes its letters the size of a caption; a tall one that ``stays`` never floats."""
    svg = drawn.svg()
    size = _SIZE.search(svg)
    pixels, height = (float(size[1]), float(size[2])) if size else (float(PAPER.width), 0.0)
    return {
        "kind": "figure",
        "svg": svg,
        "alt": drawn.alt,
        "caption": caption,
        "width": pixels / PAPER.width,
        "pixels": pixels,
        "tall": height > _TALL and not stays,
    }
