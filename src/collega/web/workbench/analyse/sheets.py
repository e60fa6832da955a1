"""A figure as it fits a screen: one that is too high for that stands in two sheets beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree  # charts are made by our own jobs, never by users

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"')
_MOVE = re.compile(r"translate\(\s*[-\d.]+[ ,]+([-\d.]+)")
_LEGIBLE = 600  # units of a chart that a screen of 720 pixels shows with letters that can be read
_ABOVE, _BELOW = 13, 5  # how far the letters of a chart reach from their line, in its own units


def sheets(svg: str) -> list[str]:
    """Return a chart as one sheet, or as upper and lower part where on one screen nobody could read it."""
    size = _SIZE.search(svg)
    if size is None or float(size[2]) <= _LEGIBLE:
        return [svg]
    height = float(size[2])
    cut = _cut(svg, height)
    return [svg] if cut is None else [_part(svg, size, 0, cut), _part(svg, size, cut, height)]


def _part(svg: str, size: re.Match[str], top: float, bottom: float) -> str:
    """Show a stretch of a chart alone: the inner viewport cuts off the rest, whatever room the outer one is given."""
    width, high = size[1], f"{bottom - top:g}"
    frame = f'width="{width}" height="{high}" viewBox="0 {top:g} {width} {high}"'
    inner = svg[: size.start()] + frame + svg[size.end() :]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high}">{inner}</svg>'


def _cut(svg: str, height: float) -> float | None:
    """Where no text stands, as near to the middle as possible."""
    low, places = 0.0, []
    for (_, bottom), (top, _) in pairwise(sorted(_texts(ElementTree.fromstring(svg), 0.0))):  # nosec B314
        low = max(low, bottom)
        if top > low:
            places.append((low + top) / 2)
    return min(places, key=lambda place: abs(place - height / 2), default=None)


def _texts(node: ElementTree.Element, y: float) -> Iterator[tuple[float, float]]:
    """Top and bottom of each text, all its lines together."""
    moved = _MOVE.match(node.get("transform", ""))
    y += float(node.get("y", 0)) + (float(moved[1]) if moved else 0.0)
    if node.tag.endswith("text"):
        yield y - _ABOVE, y + sum(float(line.get("dy", 0)) for line in node) + _BELOW
    else:
        for child in node:
            yield from _texts(child, y)
