"""A session with twelve phones on three screens, one dropping out, one losing its connection; every screen accessible."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils.translation import override
from playwright.sync_api import Error

from benchmarks.session_phones import Phone
from collega.study import template_text
from collega.web.records.models import Argument, Role, Seat, Session, Vote
from collega.web.session_bridge import records_of
from tests.web.conftest import make_member, make_study
from tests.web.journeys.test_accessibility import LOOKED_AT_IN_SESSIONS, found_on

pytestmark = pytest.mark.slow
KEYS = ("strongly_disagree", "disagree", "agree", "strongly_agree")
WORDS = {
    "en": {"make": "Make the session", "open": "Open the session", "join": "Join", "send": "Send", "undo": "Undo this step",
           "waiting": "There is no connection", "in": "Your answer is in", "talk": "What the room thinks",
           "write": "Write down", "end": "End the session", "after": "Before and after", "did": "What the talks did"},
    "nl": {"make": "Maak de sessie", "open": "Open de sessie", "join": "Meedoen", "send": "Versturen",
           "undo": "Draai deze stap terug", "waiting": "Er is geen verbinding", "in": "Uw antwoord is binnen",
           "talk": "Wat de zaal vindt", "write": "Schrijf op", "end": "Sluit de sessie af", "after": "Voor en na",
           "did": "Wat de gesprekken deden"},
}  # fmt: skip


OVERTAKEN = ("interrupted by another navigation", "net::ERR_ABORTED")


def visit(page, path, times=5):
    """Go to a page, also where the one before is just going on by itself, which breaks off the going in either word."""
    for left in reversed(range(times)):
        try:
            page.goto(path)
            return
        except Error as error:
            if left == 0 or not any(word in str(error) for word in OVERTAKEN):
                raise
        page.wait_for_load_state()


class Course:
    """The screens of one session, and whatever is wrong with them."""

    def __init__(self, site, language):
        self.site, self.language, self.says = site, language, WORDS[language]
        self.wrong, self.seen = [], set()
        self.study = make_study("avg", text=template_text("avg-data-sharing"), is_open=True)
        self.owner, self.wall = site.somebody(language=language), None
        self.port = int(urlsplit(site.address).port)

    def look(self, page):
        self.seen.add(resolve(urlsplit(page.url).path).view_name)
        self.wrong += [f"{page.url}: {each}" for each in found_on(page)]

    def sign_in(self, client, user):
        client.force_login(user)
        cookies = [
            {"name": name, "value": each.value, "url": self.site.address} for name, each in client.cookies.items()
        ]
        self.owner.context.add_cookies(cookies)

    def make(self):
        owner, names = self.owner, self.study.designs.get(current=True).layout["scenarios"]
        visit(owner, "/workbench/avg/sessions/")
        self.look(owner)
        visit(owner, "/workbench/avg/sessions/new/")
        owner.get_by_role("button", name=self.says["make"]).click()  # nothing chosen
        self.look(owner)
        owner.locator(f"input[name=scenarios][value={names[0]}]").check()
        owner.select_option("#control", names[1])
        owner.select_option("#characteristic", "function")
        owner.get_by_role("button", name=self.says["make"]).click()
        self.look(owner)
        owner.get_by_role("button", name=self.says["open"]).click()
        owner.wait_for_selector("form[action$='/move/']")
        self.session = Session.objects.get()
        self.wall = owner.context.new_page()
        visit(self.wall, f"/sessions/{self.session.pk}/wall/")
        self.look(self.wall)

    def go(self, times=1):
        """The facilitator goes on, and the wall is looked at."""
        for _ in range(times):
            version = Session.objects.get().version
            visit(self.owner, f"/sessions/{self.session.pk}/lead/")
            self.owner.locator("form[action$='/move/'] button:not([name=back])").first.click()
            self.owner.wait_for_load_state()
            assert Session.objects.get().version == version + 1
        self.look(self.owner)
        visit(self.wall, f"/sessions/{self.session.pk}/wall/")
        self.look(self.wall)

    def phone(self):
        page = self.site.somebody(width=360, height=740, language=self.language)
        visit(page, f"/session/{self.session.word}/")
        return page


def judge(page, number, says):
    page.locator("form[action$='/judge/'] input[name=answer]").nth(number).check()
    page.locator("form[action$='/judge/']").get_by_role("button", name=says["send"]).click()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_twelve_phones_in_a_room(site, client, language):
    course, says = Course(site, language), WORDS[language]
    course.sign_in(client, make_member(course.study, Role.Kind.OWNER))
    course.make()
    word = course.session.word

    typed = site.somebody(width=360, height=740, language=language)
    visit(typed, "/session/")
    course.look(typed)
    typed.fill("#word", "wrong")
    typed.locator("main form button").click()
    course.look(typed)
    typed.fill("#word", word.upper())
    typed.locator("main form button").click()
    typed.wait_for_url(f"**/session/{word}/")
    first, second = typed, course.phone()
    for page in (first, second):
        course.look(page)
        page.get_by_role("button", name=says["join"], exact=True).click()
        page.wait_for_selector("[data-phone]")
    course.look(first)
    others = [Phone(course.port, word=word) for _ in range(10)]
    for other in others:
        other.join()
    assert Seat.objects.count() == 12

    def all_others(shift=0, stop=None):
        for number, other in enumerate(others[:stop]):
            assert other.judge(KEYS[min(3, number % 4 + shift * (number % 2))]) in ("saved", "known")

    course.go()  # the control: the pages of the phones go on by themselves
    first.wait_for_selector("form[action$='/judge/']")
    course.look(first)
    for page in (first, second):
        visit(page, f"/session/{word}/")
        judge(page, 1, says)
        page.wait_for_selector("#percent")
    course.look(first)
    all_others()
    course.go(2)  # closed; the scenario to talk about

    visit(first, f"/session/{word}/")
    first.context.set_offline(True)  # the network drops
    judge(first, 2, says)
    first.locator("[data-when=waiting]").get_by_text(says["waiting"]).wait_for()
    assert not Vote.objects.filter(seat__number=1, scenario__control=False).exists()
    first.context.set_offline(False)
    first.wait_for_selector("#percent")  # sent again by itself
    assert Vote.objects.get(seat__number=1, scenario__control=False).answer == "agree"
    first.fill("#percent", "30")
    first.locator("form[action$='/guess/'] button").click()
    first.get_by_role("heading", name=says["in"]).wait_for()
    course.look(first)
    visit(second, f"/session/{word}/")
    judge(second, 0, says)
    second.wait_for_selector("#percent")
    all_others()
    course.go()
    visit(first, f"/session/{word}/")
    course.look(first)
    course.owner.get_by_role("button", name=says["undo"]).click()  # one step back, while nobody has seen anything
    course.owner.wait_for_load_state()
    course.go(2)
    first.get_by_role("heading", name=says["talk"]).wait_for()
    course.look(first)
    course.owner.fill("#text", "Het dient hetzelfde doel.")
    course.owner.select_option("#answer", "agree")
    course.owner.get_by_role("button", name=says["write"]).click()
    course.owner.wait_for_selector(".arguments li")
    assert Argument.objects.get().answer == "agree"
    course.look(course.owner)

    course.go()  # judging again: the second phone and one more have left the room
    second.context.close()
    visit(first, f"/session/{word}/")
    course.look(first)
    judge(first, 3, says)
    first.get_by_role("heading", name=says["in"]).wait_for()
    all_others(shift=1, stop=9)
    course.go(2)
    first.get_by_role("heading", name=says["after"]).wait_for()
    course.look(first)
    late = course.phone()
    late.get_by_role("button", name=says["join"], exact=True).click()
    late.wait_for_selector("[data-phone]")
    course.look(late)
    course.go()  # the control again
    visit(late, f"/session/{word}/")
    course.look(late)
    visit(first, f"/session/{word}/")
    judge(first, 1, says)
    first.get_by_role("heading", name=says["in"]).wait_for()
    all_others()
    course.go(3)
    visit(first, f"/session/{word}/")
    course.look(first)

    visit(course.owner, f"/sessions/{course.session.pk}/lead/")
    course.owner.locator("form[action$='/finish/'] button").click()
    course.owner.wait_for_load_state()
    course.look(course.owner)
    course.owner.locator("button[name=sure]").click()
    course.owner.get_by_role("heading", name=says["did"]).wait_for()
    course.look(course.owner)
    visit(course.owner, "/workbench/avg/sessions/")
    course.look(course.owner)
    visit(course.owner, f"/workbench/avg/sessions/{course.session.pk}/delete/")
    course.look(course.owner)
    visit(first, f"/session/{word}/")
    course.look(first)

    assert not Vote.objects.exists()
    with override(language):
        (record,) = records_of(course.study)
    discussed, control = record.scenarios
    assert record.people == 12
    assert discussed.first.picture.n == discussed.second.picture.n == 12
    assert discussed.second.shift.share.people == 10
    assert control.second.shift.share.people == 11
    assert record.effect.net
    assert re.fullmatch(r"[a-z]{8}", word)
    assert course.seen == LOOKED_AT_IN_SESSIONS
    assert not course.wrong, "\n".join(course.wrong)


def test_without_a_script_everything_goes_by_forms_and_links(site, client):
    course = Course(site, "en")
    course.sign_in(client, make_member(course.study, Role.Kind.OWNER))
    course.make()
    course.go(3)  # the control, closed, the scenario
    page = site.somebody(width=320, height=640, language="en", java_script_enabled=False)
    visit(page, f"/session/{course.session.word}/")
    page.get_by_role("button", name="Join", exact=True).click()
    page.locator("input[name=answer]").nth(3).check()
    page.get_by_role("button", name="Send").click()
    page.fill("#percent", "55")
    page.locator("form[action$='/guess/'] button").click()
    assert page.get_by_role("heading", name="Your answer is in").is_visible()
    course.go()
    page.get_by_role("link", name="Check for updates").click()
    assert page.get_by_role("heading", name="Judging is closed").is_visible()
    vote = Vote.objects.get()
    assert (vote.answer, vote.guess, vote.round) == ("strongly_agree", 55, 1)
