"""A site that goes away while somebody answers: in a browser, with and without a script."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

import pytest
from django.db import connection

from collega.web.records.models import AnswerSent
from collega.web.survey import judging
from tests.web.conftest import make_study
from tests.web.journeys.conftest import Site

pytestmark = pytest.mark.slow
HERE = "**/take/small/scenario/{}/"


class MortalServer:
    """A web server in a process of its own, on the database of the test."""

    def __init__(self):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.url = f"http://localhost:{self.port}"

    def start(self):
        name = connection.settings_dict["NAME"]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "DATABASE_URL": f"sqlite:///{name}"}
        command = ["-m", "django", "runserver", f"localhost:{self.port}", "--noreload", "--skip-checks"]
        self.process = subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)  # fmt: skip
        for _ in range(300):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        pytest.fail("The server did not start.")

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("on a database file")
    made = MortalServer()
    made.start()
    yield made
    made.kill()


@pytest.fixture
def anybody(site):
    """Somebody at the first scenario, on the server of the tests."""
    make_study(is_open=True)
    return lambda **options: arrive(site, **options)


@pytest.fixture
def somebody(chromium, server):
    """Somebody at the first scenario, on a server that can be killed."""
    make_study(is_open=True)
    site = Site(chromium, server.url)
    yield arrive(site)
    site.close()
    assert not site.complaints


def arrive(site, **options):
    page = site.somebody(width=360, height=780, **options)
    page.goto("/take/o/small/open-token/")
    page.get_by_role("button", name="Start").click()
    page.locator("input[name=agree]").check()
    page.locator("main form button").click()
    page.wait_for_url("**/your-code/")
    page.goto("/take/small/about-you/")
    page.locator("input[value=x]").check()
    page.locator("main form button").click()
    page.wait_for_url("**/instruction/")
    page.locator("main form button").click()
    page.wait_for_url(HERE.format(1))
    return page


def choose(page, answer="perhaps"):
    page.locator(f"input[value={answer}]").check()
    page.locator("[data-again]").click()


def on_device(page):
    return {each["name"] for each in page.context.cookies() if each["name"].startswith("interview")}


def chosen(page):
    return page.locator("input[name=answer]:checked").get_attribute("value")


def test_a_dead_server_keeps_the_page_and_the_answer_counts_once(somebody, server):
    page = somebody
    server.kill()
    choose(page)
    page.get_by_text("The site does not answer").first.wait_for()
    assert chosen(page) == "perhaps"
    assert on_device(page) == {"interview", "interview-draft"}
    assert page.locator("[data-again]").inner_text() == "Try again"
    server.start()
    page.locator("[data-again]").click()
    page.wait_for_url(HERE.format(2))
    assert AnswerSent.objects.count() == 1
    assert on_device(page) == {"interview"}


def test_a_page_that_was_closed_meanwhile_offers_the_answer_again(somebody, server):
    page = somebody
    server.kill()
    choose(page)
    page.get_by_text("The site does not answer").first.wait_for()
    context = page.context
    page.close()
    server.start()
    page = context.new_page()
    page.goto(f"{server.url}/take/small/go/")
    page.wait_for_url(HERE.format(1))
    page.get_by_text("has not been saved yet").wait_for()
    assert chosen(page) == "perhaps"
    page.locator("[data-again]").click()
    page.wait_for_url(HERE.format(2))
    assert on_device(page) == {"interview"}


def test_who_stops_then_leaves_nothing_on_the_device(somebody, server):
    page = somebody
    server.kill()
    choose(page)
    page.get_by_text("The site does not answer").first.wait_for()
    server.start()
    page.goto("/take/small/stop/")
    assert "is on this device only" in page.locator("main").inner_text()
    page.get_by_role("button", name="Stop and remove").click()
    page.wait_for_url("**/stopped/")
    assert on_device(page) == set()
    assert page.evaluate("[document.cookie, localStorage.length]") == ["", 0]


def test_without_a_connection(anybody):
    page = anybody()
    page.context.set_offline(True)
    choose(page)
    page.get_by_text("There is no connection").first.wait_for()
    assert on_device(page) == {"interview", "interview-draft"}
    page.context.set_offline(False)
    page.locator("[data-again]").click()
    page.wait_for_url(HERE.format(2))


def test_a_fault_of_ours_stays_on_the_page(anybody, monkeypatch):
    page = anybody()
    with monkeypatch.context() as broken:
        broken.setattr(judging, "record", lambda *_: 1 / 0)
        choose(page)
        page.locator("[data-when=unsaved]:visible").wait_for()
    assert page.url.endswith("/scenario/1/")
    assert on_device(page) == {"interview", "interview-pending"}
    page.locator("[data-again]").click()
    page.wait_for_url(HERE.format(2))
    assert on_device(page) == {"interview"}


def test_a_fault_of_ours_without_a_script(anybody, monkeypatch):
    page = anybody(java_script_enabled=False)
    with monkeypatch.context() as broken:
        broken.setattr(judging, "record", lambda *_: 1 / 0)
        choose(page)
        page.locator("[role=alert]:has-text('This answer has not been saved.')").wait_for()
    assert chosen(page) == "perhaps"
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url(HERE.format(2))


def test_a_session_that_is_over_asks_for_the_code(anybody):
    page = anybody()
    page.context.clear_cookies(name="interview")
    choose(page)
    page.get_by_text("You were away for a while").wait_for()
    assert on_device(page) == {"interview-pending"}


def test_a_double_click_is_one_answer(anybody):
    page = anybody()
    page.locator("input[value=yes]").check()
    page.locator("[data-again]").dblclick()
    page.wait_for_url(HERE.format(2))
    assert AnswerSent.objects.count() == 1


def test_somebody_quick_never_answers_a_scenario_twice(anybody):
    page = anybody()
    for n in range(6):
        page.locator("label.answer").nth(n % 3).click()  # no wait: while an answer is under way nothing can be chosen
        page.locator("[data-again]").click()
    page.wait_for_url("**/check/")
    sent = AnswerSent.objects.order_by("position").values_list("position", "answer")
    assert list(sent) == [(n + 1, ("no", "perhaps", "yes")[n % 3]) for n in range(6)]
