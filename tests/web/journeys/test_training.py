"""A newcomer trains, leaves, comes back with a code on another device, prints, and does a second round."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from collega.web.records.models import Learner, Step
from tests.web.training.conftest import ANSWERS, make_training

pytestmark = pytest.mark.slow


def judge(page, number, *, named=("Who?",), reason=""):
    page.wait_for_url(f"**/training/small/{number}/")
    page.locator(f"label.answer:has(input[value='{ANSWERS[number % 3]}'])").click()
    for each in named:
        page.get_by_label(each, exact=True).check()
    page.fill("[name=reason]", reason)
    page.get_by_role("button", name="See how they judge it").click()
    page.wait_for_url(f"**/training/small/{number}/they/")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def go(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def test_a_newcomer_trains_comes_back_and_prints(site):
    training = make_training()
    phone = site.somebody(360, java_script_enabled=False)
    phone.goto(f"/training/small/t/{training.link_token}/")
    assert training.link_token not in phone.url
    press(phone, "Begin")
    judge(phone, 1, named=("Who?", "What?"), reason="Because of who asks.")
    assert phone.get_by_text("Because of who asks.").is_visible()
    assert phone.get_by_role("heading", name="What weighs most for them here").is_visible()
    assert phone.get_by_role("rowheader", name=re.compile("^X")).is_visible()  # group by group
    for number in range(2, 6):
        go(phone, "Next scenario")
        judge(phone, number)
    go(phone, "See your weights so far")
    assert phone.get_by_text("After 5 scenarios.").is_visible()
    phone.goto("/training/small/")
    code = phone.locator(".code-box__code").inner_text()
    press(phone, "Leave nothing on this device")
    assert phone.goto("/training/small/6/").status == 200  # the link still opens the door, to somebody new
    assert phone.url.endswith("/training/small/")
    assert phone.get_by_role("button", name="Begin").is_visible()

    desk = site.somebody(1280)
    desk.goto("/training/small/code/")
    desk.fill("[name=code]", code.lower())
    press(desk, "Go on")
    go(desk, "Go on")
    for number in range(6, 11):
        judge(desk, number, named=())
        go(desk, "Next scenario" if number < 10 else "See your weights")
    assert desk.get_by_text("After 10 scenarios, round 1.").is_visible()
    address, headers = f"{site.address}/training/small/weights.pdf", {"Accept-Language": "en"}
    pdf = desk.context.request.get(address, headers=headers).body()
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    assert "What to look at" in pages[0].extract_text()

    press(desk, "Yes, they may")
    assert Learner.objects.get().consented_on is not None
    press(desk, "Begin another round")
    for number in range(1, 6):
        judge(desk, number)
        go(desk, "Next scenario" if number < 5 else "See your weights so far")
    assert desk.get_by_text("In the round before").is_visible()
    assert Step.objects.exclude(answer="").count() == 15
    go(desk, "Your answers and this device")
    go(desk, "Delete my answers")
    press(desk, "Delete everything")
    assert desk.get_by_role("heading", name="Your answers have been deleted").is_visible()
    assert not Learner.objects.exists()
