"""A browser, and a site for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Error, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """A journey that the browser broke off is walked once more; one that saw a wrong page is not."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[Error]))


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        pytest.fail(f"There is no {CHROMIUM}. Run 'make test', which installs it.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Site:
    """The running site, and people with browsers of their own."""

    def __init__(self, chromium, address):
        self.chromium, self.address = chromium, address
        self.contexts, self.complaints = [], []

    def somebody(self, width=1280, height=900, language="en", **options):
        """A new page in a browser that nobody used before."""
        context = self.chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, locale=language, **options
        )
        context.set_default_timeout(45_000)  # a busy machine takes its time; nothing waits for it to pass
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def _console(self, message):
        """Scripts that fail, and what the content security policy refuses."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def close(self):
        for context in self.contexts:
            context.close()


@pytest.fixture
def site(chromium, live_server, transactional_db):
    made = Site(chromium, live_server.url)
    yield made
    made.close()
    assert not made.complaints
