"""The whole way, as people walk it: from an empty database to a published virtual colleague, and back out again."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from urllib.parse import urlsplit

import pypdf
import pytest

from collega.model.summary import summarise
from collega.study import parse_study, template_text
from collega.web import bridge
from collega.web.accounts.first import make_first_link
from collega.web.accounts.models import User
from collega.web.jobs.kinds import perform
from collega.web.records.models import NOTICE_PARTS, Interview, Job, Kind, Note, Study
from tests.web.journeys import panel

pytestmark = pytest.mark.slow
KEY, PANEL, TEMPLATE = "sharing", 30, "avg-data-sharing"
EMAIL, PASSWORD = "owner@example.org", "four words make passwords"
NOTE = "Participants found the statutory task decisive."
CASE = {"recipient": "government", "statutory_task": "direct", "consequences": "negative"}


def test_from_an_empty_database_to_a_colleague_and_out_again(site, tmp_path, capsys):
    assert not User.objects.exists()
    assert not Study.objects.exists()
    owner = site.somebody()
    first_account(owner)
    new_study(owner)
    compose(owner)
    preview(owner)
    notice_and_rules(owner)
    link = launch(owner)
    codes = [panel.judge_without_script(site.somebody(1280, java_script_enabled=False), link),
             panel.judge_by_keyboard(site.somebody(768), link),
             panel.judge_in_two_sittings(site, link, KEY)]  # fmt: skip
    panel.fill(link, KEY, PANEL)
    monitoring(owner)
    fit(owner)
    note(owner)
    dashboard(owner)
    report(owner)
    ask(owner)
    publish(owner)
    visitor = site.somebody(360, language="nl")
    shown_to_everybody(visitor)
    withdraw(site.somebody(360, language="nl"), codes[0])
    hidden_from_everybody(visitor)
    table(owner)
    folder = take_out(owner, tmp_path)
    same_numbers_by_command(folder, capsys)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def work(*kinds):
    """What the worker does: the jobs that wait, all or those of some kinds."""
    waiting = Job.objects.filter(state=Job.State.WAITING).order_by("pk")
    while job := (waiting.filter(kind__in=kinds) if kinds else waiting).first():
        perform(job.pk)
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


def new_study(page):
    page.goto("/workbench/new/")
    page.fill("[name=key]", KEY)
    page.check(f"[name=start][value={TEMPLATE}]")
    page.locator("main form button").click()
    page.wait_for_url(f"**/workbench/{KEY}/definition/")
    assert Study.objects.get().as_defined == parse_study(template_text(TEMPLATE))


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
    panel.to_scenarios(page)
    panel.answers_of(page).first.click()
    press(page, "Save, and next")
    page.wait_for_url("**/scenario/2/")
    assert not Interview.objects.filter(kind=Kind.REAL).exists()


def notice_and_rules(page):
    page.goto(f"/workbench/{KEY}/launch/")
    for part in NOTICE_PARTS:
        page.fill(f"[name={part}_nl]", f"Wat geldt over {part}")
        page.fill(f"[name={part}_en]", f"What holds about {part}")
    page.check("[name=open_link]")
    press(page, "Save")
    page.locator(".message").wait_for()
    assert set(Study.objects.get().notice) == set(NOTICE_PARTS)
    assert Study.objects.get().open_token


def launch(page):
    press(page, "Launch the study")
    page.get_by_role("heading", name="Launch the study?").wait_for()
    assert not Study.objects.get().launched
    press(page, "Launch now")
    page.get_by_role("button", name="Pause").wait_for()
    study = Study.objects.get()
    assert study.launched
    assert study.open_token in page.content()
    return f"/take/o/{KEY}/{study.open_token}/"


def monitoring(page):
    page.goto(f"/workbench/{KEY}/monitor/")
    facts = dict(zip(page.locator("dl.facts dt").all_inner_texts(), page.locator("dl.facts dd").all_inner_texts(),
                     strict=True))  # fmt: skip
    assert (facts["Started"], facts["Finished"]) == (str(PANEL), str(PANEL))


def fit(page):
    page.goto(f"/workbench/{KEY}/fits/")
    press(page, "Fit now")
    page.wait_for_url("**/jobs/*/")
    work()
    page.get_by_role("link", name="Go on").click()
    row = Study.objects.get().fits.get()
    assert row.converged
    assert len(row.members) == PANEL


def note(page):
    page.goto(f"/workbench/{KEY}/notes/")
    page.locator("main .people a").first.click()
    page.fill("[name=nl]", "Deelnemers vonden de wettelijke taak doorslaggevend.")
    page.fill("[name=en]", NOTE)
    press(page, "Save")
    page.locator(".message").wait_for()
    assert Note.objects.get().text["en"] == NOTE


def dashboard(page):
    page.goto(f"/results/{KEY}/")
    assert page.locator("main figure").count() >= 1, page.locator("main").inner_text()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_text(NOTE).count() == 1


def report(page):
    page.goto(f"/workbench/{KEY}/fits/")
    press(page, "in English")
    page.wait_for_url("**/jobs/*/")
    work()
    page.goto(f"/workbench/{KEY}/fits/")
    address = page.get_by_role("link", name="Report in English").get_attribute("href")
    text = text_of(page.request.get(address).body())
    assert NOTE in text


def text_of(pdf):
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def ask(page):
    page.goto(f"/results/{KEY}/colleague/")
    for criterion, level in CASE.items():
        page.select_option(f"[name={criterion}]", level)
    press(page, "Ask the virtual colleague")
    page.wait_for_url("**/colleague/?**")
    page.check("[name=own][value=agree]")  # the colleague first asks what the visitor would advise
    page.locator("main form button").first.click()
    share = page.locator(".big-number").inner_text()
    assert re.fullmatch(r"\d+% to \d+%", share)
    page.get_by_text("PDF for the file", exact=True).click()
    pdf = page.request.get(page.locator("form.for-the-file, .for-the-file form").get_attribute("action"))
    assert share in text_of(pdf.body())


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
    assert page.get_by_role("link", name="Mogen deze persoonsgegevens worden gedeeld?").first.is_visible()
    page.goto(f"/results/{KEY}/colleague/?recipient=government&consequences=negative")
    page.click("button[name=own][value='-']")
    assert re.fullmatch(r"\d+% (to|tot) \d+%", page.locator(".big-number").inner_text())


def withdraw(page, code):
    page.goto(f"/take/{KEY}/withdraw/")
    page.fill("[name=code]", code)
    page.check("[name=sure]")
    page.click("main form button")
    page.wait_for_url("**/withdrawn/")
    assert Interview.objects.filter(kind=Kind.REAL).count() == PANEL - 1


def hidden_from_everybody(page):
    page.goto(f"/results/{KEY}/colleague/?recipient=government&consequences=negative")
    assert page.locator(".big-number").count() == 0
    assert page.request.get(f"/results/{KEY}/colleague/advice.pdf?recipient=government").status == 404


def table(page):
    """The answers as a spreadsheet: who is in it, and what was told in own words or declined."""
    page.goto(f"/workbench/{KEY}/data/")
    page.check("[name=format][value=csv]")
    page.check("[name=shape][value=apart]")
    with page.expect_download() as download:
        press(page, "Export")
    with zipfile.ZipFile(download.value.path()) as archive:
        name = next(each for each in archive.namelist() if "participants" in each)
        people = list(csv.DictReader(io.TextIOWrapper(archive.open(name), encoding="utf-8-sig")))
    assert len(people) == PANEL - 1
    assert {each["function_other"] for each in people} == {"", "Chief data officer"}
    assert any(each["reluctance"] == panel.DECLINED for each in people)


def take_out(page, tmp_path):
    """The withdrawal has asked for a new fit; then the folder goes out, with that fit's answers."""
    work("fit")
    page.goto(f"/workbench/{KEY}/data/")
    with page.expect_download() as download:
        press(page, "Download")
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        archive.extractall(tmp_path)
    return tmp_path / KEY


def same_numbers_by_command(folder, capsys):
    from collega.cli import main

    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        main(["fit", str(folder), "--json"])
    assert end.value.code == 0
    by_command = json.loads(capsys.readouterr().out)
    row = Study.objects.get().fits.filter(withdrawn=False).get()
    by_web = json.loads(json.dumps(summarise(bridge.fit_of(row))))
    assert len(row.members) == PANEL - 1
    assert {**by_command, "seconds": 0} == {**by_web, "seconds": 0}
