"""A session with phones, for tests: each phone is a browser of its own."""

from __future__ import annotations

import re

from django.test import Client

from collega.web.deeds.session import go_on, make_session, open_session
from collega.web.records.models import Session


def some_session(study, user=None, *, talks=1, control=True, characteristic="", **fields) -> Session:
    names = study.designs.get(current=True).layout["scenarios"]
    return make_session(
        study, user, title="Een sessie", scenarios=[(name, "chosen") for name in names[:talks]],
        control=names[talks] if control else "", characteristic=characteristic, **fields,
    )  # fmt: skip


def opened(study, **how) -> Session:
    session = some_session(study, **how)
    open_session(session, None)
    session.refresh_from_db()
    return session


def step(session: Session, times: int = 1) -> None:
    """The facilitator goes on."""
    for _ in range(times):
        session.refresh_from_db()
        assert go_on(session, None, session.version)
    session.refresh_from_db()


class Phone:
    """One phone."""

    def __init__(self, session: Session, value: str = "") -> None:
        self.client, self.address = Client(), f"/session/{session.word}/"
        response = self.client.post(self.address, {"value": value} if value else {})
        assert response.status_code == 302, response.content.decode()

    def page(self) -> str:
        return self.client.get(self.address).content.decode()

    def fields(self) -> dict[str, str]:
        """The hidden fields of the form to judge by."""
        form = re.search(r'<form[^>]*judge/".*?</form>', self.page(), re.DOTALL)
        assert form is not None, self.page()
        return dict(re.findall(r'name="(scenario|round|seen|request_key)" value="([^"]*)"', form.group()))

    def judge(self, answer: str, **more):
        return self.client.post(self.address + "judge/", self.fields() | {"answer": answer} | more)

    def guess(self, percent):
        form = re.search(r'<form[^>]*guess/".*?</form>', self.page(), re.DOTALL)
        scenario = re.search(r'name="scenario" value="(\d+)"', form.group()).group(1)
        return self.client.post(self.address + "guess/", {"scenario": scenario, "percent": percent})
