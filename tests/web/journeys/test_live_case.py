"""Changing a case moves the bar in place with a script, and loads the page without one; the address has the case."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from collega.web import memory
from collega.web.deeds import publication
from collega.web.records.models import Publication
from tests.web.results.conftest import make_fitted

HOME = "/results/small/colleague/"


@pytest.fixture
def case(transactional_db):
    memory.forget()  # rows get the same numbers again in every test
    _, row = make_fitted(publication=Publication.PUBLIC, advice_first=False)
    publication.publish(row)
    return f"{HOME}?who=a&what=b"


@pytest.mark.parametrize("script", [True, False])
def test_a_change_and_a_drop_down_move_the_bar(site, case, script):
    page = site.somebody(java_script_enabled=script)
    loads: list[str] = []
    page.on("request", lambda request: loads.append(request.resource_type) if HOME in request.url else None)
    page.goto(case)
    before = page.locator(".meter").first.get_attribute("aria-label")
    page.locator("#changes a[href='/results/small/colleague/?who=b&what=b']").first.click()
    expect(page.locator(".meter").first).not_to_have_attribute("aria-label", before)
    expect(page).to_have_url(f"{site.address}{HOME}?who=b&what=b")
    page.select_option("#c-what", "")
    if not script:
        page.locator(".case-form button").click()
    expect(page).to_have_url(f"{site.address}{HOME}?who=b")
    expect(page.locator(".fill-in")).to_be_visible()
    expect(page.locator("#language input[name=next]")).to_have_attribute("value", f"{HOME}?who=b")
    page.locator("#language button").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page).to_have_url(f"{site.address}{HOME}?who=b")
    assert loads.count("document") == (
        2 if script else 5
    )  # the page and the other language; else each step, and a redirect
    page.context.close()
