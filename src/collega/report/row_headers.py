"""Row headers in a tagged PDF: the first cell of every row is what a screen reader says before the others.

The typesetter tags headers of columns alone, and writes the structure of a document as plain objects with a plain table
of their places. Here first cells become headers of their row, and the cells of that row lose their lists of headers:
with a scope on every header a reader finds both by itself (ISO 32000-1, 14.8.5.7; ISO 14289-1, 7.5).
"""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"^(\d+) 0 obj\n.*?\nendobj\n", re.DOTALL | re.MULTILINE)
_ROW = re.compile(rb"^\d+ 0 obj\n<</Type/StructElem/S/TR/P \d+ 0 R/K\[([^\]]*)\]", re.MULTILINE)
_CELL = re.compile(rb"^(\d+) 0 obj\n<</Type/StructElem/S/TD(/P \d+ 0 R)(/A\[<<[^>]*>>\])?", re.MULTILINE)
_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
_TABLE = re.compile(rb"^xref\n0 (\d+)\n", re.MULTILINE)
_ENTRY = 20  # bytes of a line in the table of places


def with_row_headers(pdf: bytes) -> bytes:
    """Return the document with row headers.

    Raises
    ------
    ValueError
        Where it has no plain table of places, so that nothing can be changed.
    """
    table = _TABLE.search(pdf)
    if table is None:
        raise ValueError("the PDF has no plain table of places")
    cells = {match.group(1) for match in _CELL.finditer(pdf)}
    rows = [re.findall(rb"(\d+) 0 R", row.group(1)) for row in _ROW.finditer(pdf)]
    body = [row for row in rows if row and row[0] in cells and len(row) > 1]
    first = {row[0] for row in body}
    inside = {cell for row in body for cell in row}

    def marked(cell: re.Match[bytes]) -> bytes:
        number, parent, attributes = cell.group(1), cell.group(2), cell.group(3) or b""
        if number not in inside:
            return cell.group(0)
        others = _HEADERS.sub(b"", attributes)
        others = b"" if others == b"/A[<</O/Table>>]" else others
        if number in first:
            others = others[:-1] + b"<</O/Table/Scope/Row>>]" if others else b"/A[<</O/Table/Scope/Row>>]"
        return number + b" 0 obj\n<</Type/StructElem/S/" + (b"TH" if number in first else b"TD") + parent + others

    return _with_places(_CELL.sub(marked, pdf[: table.start()]), pdf[table.start() :], int(table.group(1)))


def _with_places(objects: bytes, tail: bytes, size: int) -> bytes:
    """Return the objects with a table of where they are now."""
    places = {int(match.group(1)): match.start() for match in _OBJECT.finditer(objects)}
    head = f"xref\n0 {size}\n".encode()
    lines = tail[len(head) : len(head) + size * _ENTRY]
    entries = [lines[start : start + _ENTRY] for start in range(0, len(lines), _ENTRY)]
    moved = [f"{places[n]:010d}".encode() + entry[10:] if n in places else entry for n, entry in enumerate(entries)]
    trailer = tail[len(head) + size * _ENTRY : tail.rindex(b"startxref")]
    return b"".join([objects, head, *moved, trailer, f"startxref\n{len(objects)}\n%%EOF".encode()])
