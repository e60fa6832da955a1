"""The whole way, as people walk it: from an empty database to a published virtual colleague, and back out again."""

from __future__ import annotations

import io
import json
import math
import random
import re
import zipfile
from urllib.parse import urlsplit

import pytest
from django.test import Client

from collega.model.summary import summarise
from collega.web import bridge
from collega.web.accounts.first import make_first_link
from collega.web.jobs.queue import perform
from collega.web.records.models import NOTICE_PARTS, Interview, Job, Kind, Study
from tests.web.conftest import SMALL
from tests.web.survey.conftest import Walker, hidden

pytestmark = pytest.mark.slow
KEY, PANEL = "journey", 30
EMAIL, PASSWORD = "owner@example.org", "four words make passwords"
ANSWERS = ("no", "perhaps", "yes")


def test_from_an_empty_database_to_a_colleague_and_out_again(site, tmp_path, capsys):
    owner = site.somebody()
    first_account(owner)
    new_study(owner, tmp_path)
    compose(owner)
    preview(owner)
    notice_and_rules(owner)
    link = launch(owner)
    codes = [judge_without_script(site.somebody(1280, java_script_enabled=False), link),
             judge_by_keyboard(site.somebody(768), link),
             judge_in_two_sittings(site, link)]  # fmt: skip
    fill_the_panel(link)
    progress(owner)
    fit(owner)
    dashboard(owner)
    ask(owner)
    publish(owner)
    visitor = site.somebody(360, language="nl")
    shown_to_everybody(visitor)
    withdraw(site.somebody(360, language="nl"), codes[0])
    hidden_from_everybody(visitor)
    folder = take_out(owner, tmp_path)
    same_numbers_by_command(folder, capsys)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def work():
    """What the worker does: every job that waits."""
    while job := Job.objects.filter(state=Job.State.WAITING).order_by("pk").first():
        perform.call(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, f"{job.kind}: {job.message}"


def first_account(page):
    page.goto(urlsplit(make_first_link()).path)
    assert "/first/" not in page.url, "the token must not stay in the address"
    page.fill("[name=email]", EMAIL)
    page.fill("[name=name]", "Olga")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    press(page, "Make my account")
    page.wait_for_url("**/workbench/")
    assert make_first_link() is None


def new_study(page, tmp_path):
    file = tmp_path / "study.yaml"
    file.write_text(SMALL, encoding="utf-8")
    page.goto("/workbench/new/")
    page.fill("[name=key]", KEY)
    page.check("[name=start][value=file]")
    page.set_input_files("[name=file]", file)
    page.locator("main form button").click()
    page.wait_for_url(f"**/workbench/{KEY}/definition/")
    assert page.get_by_text("This may be done.").is_visible()


def compose(page):
    page.goto(f"/workbench/{KEY}/design/")
    page.fill("[name=seconds]", "1")
    press(page, "Compose")
    page.wait_for_url("**/jobs/*/")
    work()
    page.get_by_role("link", name="Go on").click()  # the page learns by itself that the work is done
    page.wait_for_url("**/design/")
    assert page.get_by_role("heading", name="How good it is").is_visible()


def preview(page):
    page.goto(f"/workbench/{KEY}/preview/")
    page.locator("main form button").click()
    page.wait_for_url(f"**/take/{KEY}/")
    page.click("main form button")
    to_scenarios(page)
    page.get_by_text("Perhaps").click()
    press(page, "Save, and next")
    page.wait_for_url("**/scenario/2/")
    assert not Interview.objects.filter(kind=Kind.REAL).exists()


def to_scenarios(page):
    """From the page after the start to the first scenario."""
    page.check("[name=agree]")
    page.click("main form button")
    page.wait_for_url("**/your-code/")
    page.click("a.button")
    page.wait_for_url("**/about-you/")
    page.check("[name=q-post][value=x]")
    page.click("main form button")
    page.wait_for_url("**/instruction/")
    page.click("main form button")
    page.wait_for_url("**/scenario/1/")


def notice_and_rules(page):
    page.goto(f"/workbench/{KEY}/launch/")
    for part in NOTICE_PARTS:
        page.fill(f"[name={part}_nl]", f"Wat geldt over {part}")
        page.fill(f"[name={part}_en]", f"What holds about {part}")
    page.click("section[aria-labelledby=notice] button")
    page.locator(".message").wait_for()
    assert set(Study.objects.get().notice) == set(NOTICE_PARTS)
    page.check("[name=open_link]")
    page.click("section[aria-labelledby=rules] button")
    page.get_by_role("button", name="Launch the study").wait_for()


def launch(page):
    press(page, "Launch the study")
    page.get_by_role("button", name="Pause").wait_for()
    study = Study.objects.get()
    assert study.launched
    assert study.open_token in page.content()
    return f"/take/o/{KEY}/{study.open_token}/"


def judge_without_script(page, link):
    page.goto(link)
    page.click("main form button")
    to_scenarios(page)
    for n in range(1, 7):
        page.locator("label.answer").nth(n % 3).click()
        page.click("form.judge__form .actions button >> nth=0")
    return send_in(page)


def send_in(page):
    page.wait_for_url("**/check/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/thanks/")
    return page.locator(".code-box__code").inner_text()


def tab_to(page, selector, most=40):
    """Press Tab until the focus is on an element, and see that it shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def judge_by_keyboard(page, link):
    """Never a click: Tab, Space, Enter, and the digit keys at the scenarios."""
    page.goto(link)
    enter(page, "main form button", "**/consent/")
    tab_to(page, "[name=agree]")
    page.keyboard.press("Space")
    enter(page, "main form button", "**/your-code/")
    enter(page, "main a.button", "**/about-you/")
    tab_to(page, "[name=q-post]")
    page.keyboard.press("Space")
    enter(page, "main form button", "**/instruction/")
    enter(page, "main form button", "**/scenario/1/")
    for n in range(1, 7):
        page.keyboard.press(str(n % 3 + 1))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/scenario/{n + 1}/" if n < 6 else "**/check/")
    enter(page, "main form button", "**/thanks/")
    return page.locator(".code-box__code").inner_text()


def enter(page, selector, to):
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(to)


def judge_in_two_sittings(site, link):
    """On a phone; stops after two scenarios, and goes on with the code on another device."""
    page = site.somebody(360, 740, language="nl", has_touch=True)
    page.goto(link)
    page.tap("main form button")
    to_scenarios(page)
    for n in (1, 2):
        page.locator("label.answer").nth(n).tap()
        page.tap("form.judge__form .actions button >> nth=0")
        page.wait_for_url(f"**/scenario/{n + 1}/")
    page.goto(f"/take/{KEY}/stop/")
    code = page.locator(".code-box__code").inner_text()
    page.tap("main form button")
    page.wait_for_url("**/stopped/")
    page.goto(f"/take/{KEY}/scenario/1/")
    assert page.locator("label.answer").count() == 0, "the device was cleared"

    other = site.somebody(360, 740, language="nl")
    other.goto(f"/take/{KEY}/code/")
    other.fill("[name=code]", code.lower())
    other.click("main form button")
    other.wait_for_url("**/scenario/3/")
    for n in range(3, 7):
        other.locator("label.answer").nth(n % 3).click()
        other.click("form.judge__form .actions button >> nth=0")
    assert send_in(other) == code
    return code


def fill_the_panel(link):
    """The others, through the same addresses; they weigh the criteria, each a little differently."""
    draw = random.Random(1)
    study = Study.objects.get()
    while Interview.objects.filter(kind=Kind.REAL).count() < PANEL:
        walker, leaning = Walker(Client(), KEY), draw.gauss(0, 0.7)
        walker.client.get(link)
        walker.post()
        walker.post("consent/", agree="on")
        walker.post("about-you/", **{"q-post": draw.choice("xy")})
        walker.post("instruction/")
        interview = walker.interview
        profiles = bridge.design_of(interview.design).profiles
        for number, scenario in enumerate(interview.order, start=1):
            who, what = profiles[scenario]
            inclined = leaning + (0.8, -0.8)[who] + (0.5, 0, -0.5)[what]
            drawn = inclined + math.log(1 / draw.uniform(1e-9, 1) - 1)
            page = walker.get(f"scenario/{number}/")
            data = {name: hidden(page, name) for name in ("request_key", "shown")}
            walker.post(f"scenario/{number}/", answer=ANSWERS[(drawn > -1) + (drawn > 0.2)], **data)
        walker.post("check/")
    real = study.interviews.filter(kind=Kind.REAL)
    assert real.filter(completed_at__isnull=False).count() == PANEL


def progress(page):
    page.goto(f"/workbench/{KEY}/monitor/")
    assert re.search(rf"\b{PANEL}\b", page.locator("main").inner_text())


def fit(page):
    page.goto(f"/workbench/{KEY}/fits/")
    press(page, "Fit now")
    page.wait_for_url("**/jobs/*/")
    work()
    page.get_by_role("link", name="Go on").click()
    row = Study.objects.get().fits.get()
    assert row.converged
    assert len(row.members) == PANEL


def dashboard(page):
    page.goto(f"/results/{KEY}/")
    assert page.locator("main figure").count() >= 1, page.locator("main").inner_text()
    assert page.get_by_role("heading", level=1).is_visible()


def ask(page):
    page.goto(f"/results/{KEY}/colleague/")
    page.select_option("[name=who]", "a")
    page.select_option("[name=what]", "b")
    press(page, "Ask the virtual colleague")
    page.wait_for_url("**/colleague/?**")
    page.check("[name=own][value=yes]")  # the colleague first asks what the visitor would advise
    page.locator("main form button").first.click()
    assert re.fullmatch(r"\d+%", page.locator(".big-number").inner_text())
    pdf = page.request.get(page.get_by_role("link", name="PDF for the file").get_attribute("href"))
    assert pdf.body().startswith(b"%PDF")


def publish(page):
    page.goto(f"/workbench/{KEY}/publish/")
    page.click("button[name=fit]:not([value=none])")
    page.get_by_role("button", name="Show nothing any more").wait_for()
    page.check("[name=publication][value=public]")
    press(page, "Save")
    page.locator("section[aria-labelledby=who] a").wait_for()
    assert Study.objects.get().publication == "public"


def shown_to_everybody(page):
    page.goto("/")
    assert page.get_by_role("link", name="Klein onderzoek").first.is_visible()
    page.goto(f"/results/{KEY}/colleague/?who=a&what=b")
    page.click("button[name=own][value=skipped]")
    assert re.fullmatch(r"\d+%", page.locator(".big-number").inner_text())


def withdraw(page, code):
    page.goto(f"/take/{KEY}/withdraw/")
    page.fill("[name=code]", code)
    page.check("[name=sure]")
    page.click("main form button")
    page.wait_for_url("**/withdrawn/")
    assert Interview.objects.filter(kind=Kind.REAL).count() == PANEL - 1


def hidden_from_everybody(page):
    page.goto(f"/results/{KEY}/colleague/?who=a&what=b")
    assert page.locator(".big-number").count() == 0
    assert page.request.get(f"/results/{KEY}/colleague/advice.pdf?who=a").status == 404


def take_out(page, tmp_path):
    """The withdrawal has asked for a new fit; then the folder goes out, with that fit's answers."""
    work()
    page.goto(f"/workbench/{KEY}/data/")
    with page.expect_download() as download:
        press(page, "Download")
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        archive.extractall(tmp_path)
    return tmp_path / KEY


def same_numbers_by_command(folder, capsys):
    from collega.cli.app import main

    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        main(["fit", str(folder), "--json"])
    assert end.value.code == 0
    by_command = json.loads(capsys.readouterr().out)
    row = Study.objects.get().fits.filter(withdrawn=False).get()
    by_web = json.loads(json.dumps(summarise(bridge.fit_of(row))))
    assert len(row.members) == PANEL - 1
    assert {**by_command, "seconds": 0} == {**by_web, "seconds": 0}
