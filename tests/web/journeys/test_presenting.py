"""Presenting: a screen holds all of a slide, so that nobody scrolls while speaking."""

import pytest

from collega.web.records.models import Picture
from tests.web.journeys.prepared import Prepared

pytestmark = pytest.mark.slow

LETTERS = "".join(f'<text transform="translate(10,{y})">{y}</text>' for y in range(50, 1100, 25))
TALL = f'<svg width="680" height="1130" viewBox="0 0 680 1130">{LETTERS}</svg>'
FAR = """() => [...document.querySelectorAll("h1, .stage__shown > svg, .scenario tr, .stage__said")]
  .filter(e => e.getBoundingClientRect().height > 0)
  .map(e => Math.round(e.getBoundingClientRect().bottom))"""


def test_a_slide_fits_the_screen(site):
    prepared = Prepared("nl")
    Picture.objects.filter(fit=prepared.fit, name="importance").update(svg=TALL, narrow=TALL, finding="Lang. " * 150)
    page = site.somebody(height=720, language="nl")
    cookies = prepared.signed_in().cookies
    page.context.add_cookies(
        [{"name": n, "value": c.value, "url": site.address} for n, c in cookies.items() if c.value]
    )
    for path, parts in (("small/present/1/", 4), ("avg/present/1/", 12)):
        page.goto(f"/workbench/{path}")
        bottoms = page.evaluate(FAR)
        assert len(bottoms) == parts
        assert max(bottoms) <= 720
        assert page.evaluate("document.documentElement.scrollHeight") == 720
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollHeight") > 640  # on a phone it is read, not shown
