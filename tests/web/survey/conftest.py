"""Participants who walk through a study."""

from __future__ import annotations

import re

import pytest

from collega.web.records.models import Interview, Invitation
from collega.web.tokens import hashed

HOME = "/take/small/"


def hidden(page, name):
    """Value of a hidden field on a page."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


class Walker:
    """Somebody with a browser, who answers what is asked."""

    def __init__(self, client, key="small"):
        self.client, self.home = client, f"/take/{key}/"

    def get(self, path="", **more):
        return self.client.get(self.home + path, **more)

    def post(self, path="", **data):
        return self.client.post(self.home + path, data)

    def start(self, token="open-token"):
        self.client.get(f"/take/o/{self.home.split('/')[2]}/{token}/")
        return self.post()

    def to_scenarios(self):
        self.start()
        self.post("consent/", agree="on")
        self.post("about-you/", **{"q-post": "x"})
        return self.post("instruction/")

    def answer(self, number, answer="yes", **more):
        page = self.get(f"scenario/{number}/")
        data = {"request_key": hidden(page, "request_key"), "shown": hidden(page, "shown"), "answer": answer}
        return self.post(f"scenario/{number}/", **(data | more))

    def finish(self, answers=("yes", "no", "perhaps")):
        self.to_scenarios()
        for n in range(1, len(self.interview.order) + 1):
            self.answer(n, answers[n % len(answers)])
        return self.post("check/")

    @property
    def interview(self):
        return Interview.objects.latest("id")


@pytest.fixture
def walker(client, open_study):
    return Walker(client)


@pytest.fixture
def another(open_study):
    from django.test import Client

    return Walker(Client())


@pytest.fixture
def invitation(open_study):
    return Invitation.objects.create(study=open_study, email="a@example.org", token_hash=hashed("a-token"))
