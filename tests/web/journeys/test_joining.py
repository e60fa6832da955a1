"""A participant becomes a professional: from the last answer to the page with what is new, without scripts."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from collega.web.accounts.models import User
from collega.web.deeds.joining import offer_join_link, open_join_link
from collega.web.records.models import Interview
from tests.web.conftest import make_study
from tests.web.survey.conftest import Walker

pytestmark = pytest.mark.slow
PASSWORD = "a quiet sentence about tea"


def test_from_the_last_answer_to_what_is_new(site, settings):
    study = make_study(is_open=True)
    open_join_link(study, None)
    offer_join_link(study, None, offered=True)
    walker = Walker(Client(headers={"accept-language": "en"}))
    walker.finish()
    participant = site.somebody(360, java_script_enabled=False)
    participant.context.add_cookies([{"name": "interview", "value": walker.client.cookies["interview"].value,
                                      "url": site.address}])  # fmt: skip
    before = list(Interview.objects.values())

    participant.goto("/take/small/thanks/")
    participant.get_by_role("button", name="go to the page for professionals").click()
    assert participant.get_by_role("heading", level=1).inner_text() == "Join as a professional"
    assert "interview" not in {each["name"] for each in participant.context.cookies()}
    participant.get_by_label("Mail address").fill("private@example.net")
    participant.get_by_role("button", name="Send me the mail").click()
    assert "private@example.net" in participant.get_by_role("main").inner_text()

    later = site.somebody(1280, java_script_enabled=False)  # another device, another day
    later.goto(re.search(r"https?://[^/\s]+(/accounts/with/mail/\S+)", mail.outbox[0].body)[1])
    later.get_by_label("Password", exact=True).fill(PASSWORD)
    later.get_by_label("The same password again").fill(PASSWORD)
    later.get_by_role("button", name="Make my account").click()
    later.get_by_label("Email").fill("private@example.net")
    later.get_by_label("Password").fill(PASSWORD)
    later.get_by_role("button", name="Sign in", exact=True).click()
    assert later.get_by_role("heading", level=1).inner_text() == "What is new"

    later.get_by_role("link", name="Fill in your function").click()
    later.get_by_label("Your function").fill("privacy officer")
    later.get_by_label("Name of your organisation").fill("Gemeente Rivierstad")
    later.get_by_label("Type of organisation").select_option("municipality")
    later.get_by_role("button", name="Save").click()
    assert "privacy officer, municipality" in later.get_by_role("main").inner_text()
    assert list(Interview.objects.values()) == before

    later.get_by_role("link", name="Delete my account").click()
    later.get_by_role("button", name="Delete my account for good").click()
    later.get_by_label("Password").fill(PASSWORD)
    later.get_by_role("button", name="Go on").click()
    assert not User.objects.exists()
    assert list(Interview.objects.values()) == before
