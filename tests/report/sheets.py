"""Pages of a PDF as shades of grey, to see what is on them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Page = NDArray[np.uint8]
TOP, BOTTOM, HEIGHT = 3.2, 2.6, 29.7  # of the margins with head and foot, and of the page, centimetres


def pages_of(pdf: Path) -> list[Page]:
    """Return every page, 0 black to 255 white, at 20 dots an inch."""
    made = subprocess.run(["pdftoppm", "-r", "20", "-gray", str(pdf)], check=True, capture_output=True).stdout
    pages, at = [], 0
    while at < len(made):
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+\d+\s", made[at : at + 40])
        assert head is not None
        wide, high = int(head[1]), int(head[2])
        at += head.end()
        pages.append(np.frombuffer(made[at : at + wide * high], np.uint8).reshape(high, wide))
        at += wide * high
    return pages


def filled(page: Page) -> float:
    """Return how far down the room for text there is anything, 0..1."""
    high = len(page)
    room = page[round(high * TOP / HEIGHT) : round(high * (HEIGHT - BOTTOM) / HEIGHT)]
    rows = np.flatnonzero((room < 200).any(axis=1))
    return (int(rows[-1]) + 1) / len(room) if len(rows) else 0.0


def half_empty(pages: list[Page]) -> list[int]:
    """Return the numbers of the pages whose lower 45% is blank, from 1; the last page may be."""
    return [number for number, page in enumerate(pages[:-1], 1) if filled(page) < 0.55]
