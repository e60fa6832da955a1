"""Who takes part in the journey: three people with browsers of their own, and the rest of the panel."""

from __future__ import annotations

import math
import random

from django.test import Client

from collega.design import Design
from collega.web import bridge
from collega.web.records.models import Interview, Kind, Study
from tests.web.survey.conftest import Walker, hidden

CHARACTERISTICS = ("organisation_type", "function", "years_in_post", "years_in_field", "advices_per_year", "reluctance")
OTHER, DECLINED = "other", "prefer_not_to_say"


def answers_of(page):
    return page.locator("label.answer")


def start(page, link):
    """From the link to the first scenario; declines one question, and tells something of their own at another."""
    page.goto(link)
    assert "/o/" not in page.url, "the token must not stay in the address"
    page.click("main form button")
    to_scenarios(page)


def to_scenarios(page):
    """From the page after the start to the first scenario."""
    page.check("[name=agree]")
    page.click("main form button")
    page.wait_for_url("**/your-code/")
    page.click("a.button")
    page.wait_for_url("**/about-you/")
    for key in CHARACTERISTICS:
        choose(page, f"q-{key}", {"function": OTHER, "reluctance": DECLINED}.get(key))
    page.fill("[name=o-function]", "Chief data officer")
    page.click("main form button")
    page.wait_for_url("**/instruction/")
    page.click("main form button")
    page.wait_for_url("**/scenario/1/")


def choose(page, name, value=None):
    """Answer a question: radio buttons, or a list where there are many values."""
    if page.locator(f"select[name={name}]").count():
        page.select_option(f"[name={name}]", value, **({} if value else {"index": 1}))
    else:
        page.check(f"[name={name}][value={value}]" if value else f"[name={name}] >> nth=0")


def judge_without_script(page, link):
    start(page, link)
    for n in range(1, total() + 1):
        answers_of(page).nth(n % 4).click()
        page.click("form.judge__form .actions button >> nth=0")
    return send_in(page)


def total():
    return Study.objects.get().as_defined.scenarios_per_participant


def send_in(page):
    page.wait_for_url("**/check/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/thanks/")
    return page.locator(".code-box__code").inner_text()


def tab_to(page, selector, most=60):
    """Press Tab until the focus is on an element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def enter(page, selector, to):
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(to)


def judge_by_keyboard(page, link):
    """Never a click: Tab, Space, Enter, arrows, and the digit keys at the scenarios."""
    page.goto(link)
    enter(page, "main form button", "**/consent/")
    tab_to(page, "[name=agree]")
    page.keyboard.press("Space")
    enter(page, "main form button", "**/your-code/")
    enter(page, "main a.button", "**/about-you/")
    for key in CHARACTERISTICS:
        tab_to(page, f"[name=q-{key}]")
        page.keyboard.press("ArrowDown")
    enter(page, "main form button", "**/instruction/")
    enter(page, "main form button", "**/scenario/1/")
    for n in range(1, total() + 1):
        page.keyboard.press(str(n % 4 + 1))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/scenario/{n + 1}/" if n < total() else "**/check/")
    enter(page, "main form button", "**/thanks/")
    return page.locator(".code-box__code").inner_text()


def judge_in_two_sittings(site, link, key):
    """On a phone; stops after two scenarios, and goes on with the code on another device."""
    page = site.somebody(360, 740, language="nl", has_touch=True)
    start(page, link)
    for n in (1, 2):
        answers_of(page).nth(n).tap()
        page.tap("form.judge__form .actions button >> nth=0")
        page.wait_for_url(f"**/scenario/{n + 1}/")
    page.goto(f"/take/{key}/stop/")
    code = page.locator(".code-box__code").inner_text()
    page.tap("main form button")
    page.wait_for_url("**/stopped/")
    page.goto(f"/take/{key}/scenario/1/")
    assert answers_of(page).count() == 0, "the device was cleared"

    other = site.somebody(820, 1180, language="nl")
    other.goto(f"/take/{key}/code/")
    other.fill("[name=code]", code.lower())
    other.click("main form button")
    other.wait_for_url("**/scenario/3/")
    for n in range(3, total() + 1):
        answers_of(other).nth(n % 4).click()
        other.click("form.judge__form .actions button >> nth=0")
    assert send_in(other) == code
    return code


def fill(link, key, size):
    """The others, through the same addresses; they weigh the criteria, each a little differently."""
    draw, study = random.Random(1), Study.objects.get()
    real = study.interviews.filter(kind=Kind.REAL)
    while real.count() < size:
        _one(Walker(Client(), key), study, link, draw)
    assert real.filter(completed_at__isnull=False).count() == size


def _one(walker, study, link, draw):
    walker.client.get(link)
    walker.post()
    walker.post("consent/", agree="on")
    told = {f"q-{item.key}": draw.choice(item.value_keys) for item in study.as_defined.characteristics}
    walker.post("about-you/", **told)
    walker.post("instruction/")
    interview, leaning = walker.interview, draw.gauss(0, 0.7)
    for number, answer in enumerate(_judged(interview, study.as_defined.answer_keys, leaning, draw), start=1):
        page = walker.get(f"scenario/{number}/")
        data = {name: hidden(page, name) for name in ("request_key", "shown")}
        walker.post(f"scenario/{number}/", answer=answer, **data)
    walker.post("check/")


def _judged(interview: Interview, answers, leaning: float, draw: random.Random):
    """Later levels of the second criterion speak against, those of the sixth for: the others hardly count."""
    design: Design = bridge.design_of(interview.design)
    for scenario in interview.order:
        levels = design.profiles[scenario]
        inclined = leaning + 0.9 * (1 - levels[1]) + 0.7 * (levels[5] - 1.5)
        drawn = float(inclined) + math.log(1 / draw.uniform(1e-9, 1) - 1)
        yield answers[(drawn > -1.5) + (drawn > 0) + (drawn > 1.5)]
