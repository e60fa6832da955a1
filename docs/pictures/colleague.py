"""Make the README's picture of the virtual colleague: ``python docs/pictures/colleague.py`` beside ``make demo``."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from collega.study import template_cases

PICTURE = Path(__file__).with_name("colleague.png")
WIDTH, HEIGHT = 1280, 860


def main() -> None:
    """Ask about the second case of the template, skip the own advice, and take a picture of the answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    site = parser.parse_args().site
    case = template_cases("avg-data-sharing")[1]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
        page.goto(f"{site}/results/demonstration/colleague/?{urlencode(case)}")
        page.locator('button[name=own][value="-"]').click()
        page.locator(".big-number").first.wait_for()
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
