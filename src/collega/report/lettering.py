"""The words of a figure apart from its shapes.

Inside a picture the typesetter joins no letters and finds no emoji: Hindi, Thai with its tones and vowelled Arabic stop
it. So it sets such words itself, on the places where the picture has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_TEXT = re.compile(r"<text\b[^>]*?(?:/>|>.*?</text>)", re.DOTALL)
_MOVE = re.compile(r"(translate|rotate)\(([^)]*)\)")
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def without_words(svg: str) -> str:
    """Return the shapes of a figure alone."""
    return _TEXT.sub("", svg)


def words(svg: str) -> list[dict[str, Any]]:
    """Return the words of a figure, line by line.

    Returns
    -------
    list of dict
        ``text``; ``x`` and ``y`` of where it is anchored on its baseline, pixels; ``anchor``, the part of its width
        that is left of there, 0..1; ``angle``, degrees clockwise; ``size``, pixels; ``fill``; ``bold``.
    """
    return list(_words(ElementTree.fromstring(svg), np.eye(3)))  # drawn by us  # nosec B314


def _words(element: ElementTree.Element, place: Matrix) -> Iterator[dict[str, Any]]:
    place = place @ _matrix(element.get("transform", ""))
    if element.tag == f"{_NAMESPACE}text":
        down = 0.0
        for line in element.findall(f"{_NAMESPACE}tspan") or [element]:
            down += float(line.get("dy", "0"))
            if line.text:
                yield _word(element, line.text, place @ _moved(0.0, down))
    for inner in element:
        yield from _words(inner, place)


def _word(element: ElementTree.Element, text: str, place: Matrix) -> dict[str, Any]:
    return {
        "text": text,
        "x": float(place[0, 2]),
        "y": float(place[1, 2]),
        "anchor": _ANCHORS[element.get("text-anchor", "start")],
        "angle": float(np.degrees(np.arctan2(place[1, 0], place[0, 0]))),
        "size": float(element.get("font-size", "14px").removesuffix("px")),
        "fill": element.get("fill", "#000000"),
        "bold": element.get("font-weight") == "bold",
    }


def _matrix(moves: str) -> Matrix:
    matrix: Matrix = np.eye(3)
    for kind, numbers in _MOVE.findall(moves):
        values = [float(number) for number in re.split(r"[ ,]+", numbers.strip())]
        matrix = matrix @ (_moved(*values) if kind == "translate" else _turned(values[0]))
    return matrix


def _moved(x: float, y: float = 0.0) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _turned(degrees: float) -> Matrix:
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
