"""A chart with its description, as SVG or PNG, made without network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

import altair as alt
import vl_convert

from collega.figures.colours import GRID, INK, QUIET
from collega.signs import MISSING

_NO_NETWORK: list[str] = []
_MEASURED = "sans-serif"
# A sign that XML cannot hold ends the whole process inside vl-convert
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# One description on the whole: a part with a role of its own, but without a name, stops screen readers.
_PARTS_ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")')


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a figure is set.

    Attributes
    ----------
    font : str
        Font family of the SVG, or several in order of preference. Room is measured, and PNG drawn, with the sans-serif
        font that vl-convert brings along, so that a figure is the same on every machine.
    size : int
        Size of labels, pixels.
    width : int
        Width of the whole figure, pixels.
    character : float
        Width of a character, pixels, a little generous.
    above : bool
        Whether labels stand above their rows instead of beside them, as there is room for on a phone.
    """

    font: str = "'Source Sans 3', 'Liberation Sans', Arial, sans-serif"
    size: int = 13
    width: int = 680
    character: float = 5.9
    above: bool = False


SCREEN = Style()
PHONE = Style(width=300, above=True)
PAPER = Style(font="Libertinus Serif", size=14, width=640, character=6.1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """A chart and what it shows in words.

    Attributes
    ----------
    chart : altair chart
    alt : str
        Description for those who do not see it, made from the same data.
    style : Style
    """

    chart: alt.TopLevelMixin
    alt: str
    style: Style = SCREEN

    def __repr__(self) -> str:
        return f"<Figure: {self.alt}>"

    def spec(self) -> dict[str, Any]:
        """Return the Vega-Lite specification, data and look included."""
        specification: dict[str, Any] = self.chart.to_dict(validate=False)
        complete = specification | {"config": _config(self.style), "background": "white", "description": self.alt}
        drawable: dict[str, Any] = _drawable(complete)
        return drawable

    def svg(self) -> str:
        """Return the figure as SVG with its description on the root element."""
        svg = str(vl_convert.vegalite_to_svg(self.spec(), allowed_base_urls=_NO_NETWORK))
        svg = _PARTS_ROLES.sub("", svg)
        svg = svg.replace(f'font-family="{_MEASURED}"', f"font-family={quoteattr(self.style.font)}")
        return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(_drawable(self.alt))} ', 1)

    def png(self, scale: float = 2.0) -> bytes:
        """Return the figure as PNG, ``scale`` times its size in pixels."""
        return bytes(vl_convert.vegalite_to_png(self.spec(), scale=scale, allowed_base_urls=_NO_NETWORK))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"image/svg+xml": self.svg(), "text/plain": repr(self)}


def values(rows: list[dict[str, Any]]) -> alt.Data:
    """Return rows as the data of a chart."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def _drawable(value: Any) -> Any:
    """Return a value with a visible substitute for every sign that XML cannot hold."""
    if isinstance(value, str):
        return _NOT_XML.sub(MISSING, value)
    if isinstance(value, dict):
        return {_drawable(name): _drawable(inner) for name, inner in value.items()}
    return [_drawable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _config(style: Style) -> dict[str, Any]:
    text = {"labelFont": _MEASURED, "titleFont": _MEASURED, "labelColor": INK, "titleColor": INK}
    sizes = {"labelFontSize": style.size, "titleFontSize": style.size, "titleFontWeight": "normal"}
    return {
        "aria": False,  # one description on the whole instead of one on every bar
        "font": _MEASURED,
        "view": {"stroke": None},
        "axis": {**text, **sizes, "grid": False, "domain": False, "ticks": False, "labelLimit": 0, "gridColor": GRID},
        "axisQuantitative": {"titlePadding": 8, "labelColor": QUIET, "titleColor": QUIET},
        "legend": {
            **text,
            **sizes,
            "labelLimit": 0,
            "symbolType": "square",
            "symbolStrokeWidth": 0.8,
            "layout": {"top": {"anchor": "start"}},
        },
        "header": {**text, **sizes},
        "text": {"font": _MEASURED, "fontSize": style.size, "color": INK},
        "title": {"font": _MEASURED, "fontSize": style.size + 1, "color": INK, "anchor": "start"},
    }
