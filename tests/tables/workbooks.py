"""Spreadsheet files made by hand, so that they can say of themselves what no program would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Rows = Sequence[Sequence[str]]


def packed(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet_xml(rows: Rows, dimension: str = "", attributes: Sequence[str] = ()) -> str:
    """Return the XML of a sheet; a cell that begins with ``<`` is the inside of a ``c`` element with its attributes."""
    lines = []
    for number, cells in enumerate(rows, start=1):
        more = attributes[number - 1] if attributes else ""
        lines.append(
            f'<row r="{number}" {more}>{"".join(_cell(number, place, cell) for place, cell in enumerate(cells))}</row>'
        )
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"<worksheet {MAIN}>{size}<sheetData>{''.join(lines)}</sheetData></worksheet>"


def _cell(number: int, place: int, cell: str) -> str:
    address = f'r="{get_column_letter(place + 1)}{number}"'
    if cell.startswith("<c"):
        return cell.replace("<c", f"<c {address}", 1)
    return f'<c {address} t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else ""


def xlsx(sheets: Mapping[str, str], states: Mapping[str, str] | None = None, **more: str | bytes) -> bytes:
    """Return an XLSX file with these sheets, each its XML; ``more`` are further members by their file name."""
    states = states or {}
    names, relations, members = "", "", {}
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        kind = "chartsheet" if "<chartsheet" in xml else "worksheet"
        state = f'state="{states[name]}"' if name in states else ""
        names += f'<sheet name={quoteattr(name)} sheetId="{number}" {state} r:id="rId{number}"/>'
        relations += f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{kind}s/sheet{number}.xml"/>'
        members[f"xl/{kind}s/sheet{number}.xml"] = xml
    for number, part in enumerate(more, start=100):
        relations += f'<Relationship Id="rId{number}" Type="{RELATIONS}/{part}" Target="{part}.xml"/>'
        members[f"xl/{part}.xml"] = more[part]
    root = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    return packed(
        {
            "_rels/.rels": f"<Relationships>{root}</Relationships>",
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
            **members,
        }
    )


def ods(sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> bytes:
    """Return an ODS file with these sheets, each the XML of its rows."""
    style = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    tables = "".join(
        f"<table:table table:name={quoteattr(name)} table:style-name={quoteattr('h' if name in hidden else 'v')}>{rows}</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "style", "table", "text", "calcext", "draw"))
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{style}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_rows(rows: Rows) -> str:
    """Return rows of texts; a cell that begins with ``<`` stands there as it is."""
    return "".join(
        "<table:table-row>"
        + "".join(cell if cell.startswith("<") else ods_text(cell) for cell in cells)
        + "</table:table-row>"
        for cells in rows
    )


def ods_text(text: str) -> str:
    """Return a cell with a text, as LibreOffice writes it: spaces in a row, tabs and line ends are elements."""
    if not text:
        return "<table:table-cell/>"
    paragraphs = "".join(
        f"<text:p>{escape(part).replace('  ', ' <text:s/>').replace(chr(9), '<text:tab/>')}</text:p>"
        for part in text.split("\n")
    )
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
