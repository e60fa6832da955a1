"""Typing in the workbench: what was typed is not left without a word, and without a script nothing is in the way."""

import pytest

from collega.study import template_text
from collega.web.records.models import Study
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.slow
BASICS = "/workbench/small/definition/basics/"
WORDS = "What I just typed."


@pytest.fixture
def owner(site, client, transactional_db):
    """The owner of a study in a browser; every question that the browser asks, and what to answer."""

    def enter(**options):
        client.force_login(make_member(make_study(text=template_text("blank"))))
        page = site.somebody(**options)
        page.context.add_cookies([{"name": name, "value": each.value, "url": site.address}
                                  for name, each in client.cookies.items()])  # fmt: skip
        page.asked, page.stay = [], True

        def answer(dialog):
            page.asked.append(dialog.type)
            dialog.dismiss() if page.stay else dialog.accept()

        page.on("dialog", answer)
        return page

    return enter


def test_leaving_typed_text_is_asked_and_saving_is_not(owner):
    page = owner()
    page.goto(BASICS)
    page.get_by_role("link", name="Design").first.click()
    page.wait_for_url("**/design/")
    assert page.asked == []  # nothing was typed

    page.goto(BASICS)
    page.fill("[name=introduction_en]", "")
    page.type("[name=introduction_en]", WORDS)
    page.get_by_role("link", name="Design").first.click()
    page.wait_for_timeout(300)
    assert (page.asked, page.url.endswith(BASICS)) == (["beforeunload"], True)
    assert page.input_value("[name=introduction_en]") == WORDS
    page.fill("[name=introduction_nl]", WORDS)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/definition/")
    assert page.asked == ["beforeunload"]

    page.goto(BASICS)
    page.type("[name=title_en]", "x")
    page.stay = False
    page.get_by_role("link", name="Design").first.click()
    page.wait_for_url("**/design/")
    assert page.asked == ["beforeunload"] * 2


def test_another_form_of_the_page_and_a_refused_one_are_asked_about_too(owner):
    page = owner()
    page.goto("/workbench/small/definition/")
    page.get_by_text("Forbid a combination").click()
    page.locator("[name=first]").select_option(index=1)
    page.get_by_role("button", name="Down").first.click()  # this form goes, and would take the choice with it
    page.wait_for_timeout(300)
    assert (page.asked, page.locator("[name=first]").input_value() != "") == (["beforeunload"], True)

    page.stay = False
    page.goto(BASICS)
    page.asked.clear()
    page.fill("[name=minimum_group]", "1")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errorlist").wait_for()
    assert page.asked == []
    page.stay = True
    page.mouse.click(5, 5)  # a browser asks only on a page that somebody has touched
    page.get_by_role("link", name="Design").first.click()
    page.wait_for_timeout(300)
    assert (page.asked, page.input_value("[name=minimum_group]")) == (["beforeunload"], "1")


def test_enter_in_a_field_saves_and_does_no_more(owner):
    page = owner()
    page.goto("/workbench/small/launch/")
    page.fill("[name=most_participants]", "40")
    page.press("[name=most_participants]", "Enter")
    page.locator(".message").wait_for()
    assert page.url.endswith("/launch/")
    page.goto("/workbench/small/definition/criteria/evidence/")
    for _ in range(2):  # the second time the page offers to remove the rule
        page.check("[name=parts-2-DELETE]")
        page.press("[name=text_en]", "Enter")
        page.get_by_role("button", name="Save, and remove the combination too").wait_for()
    assert len(Study.objects.get().as_defined.never) == 1


def test_without_a_script_forms_are_saved_as_ever(owner):
    page = owner(java_script_enabled=False)
    page.goto(BASICS)
    page.fill("[name=introduction_en]", WORDS)
    page.fill("[name=introduction_nl]", WORDS)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/definition/")
    assert page.get_by_text(WORDS).first.is_visible()
    page.goto("/workbench/small/launch/")
    page.fill("[name=purpose_en]", WORDS)
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.input_value("[name=purpose_en]") == WORDS
