"""Every address of the site, asked by a professional of the study, of another one, and by a stranger.

An address without a rule here fails: whoever adds a page says who may see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import get_resolver

from collega.web.records.models import Publication, Session
from tests.web.conftest import make_member, make_study
from tests.web.results.conftest import make_fitted

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Rule:
    """What may come back: to a professional of this study, of another one, and to somebody who is not signed in."""

    mine: frozenset[int]
    others: frozenset[int]
    stranger: frozenset[int]


def rule(mine, others, stranger):
    return Rule(*(frozenset({each} if isinstance(each, int) else each) for each in (mine, others, stranger)))


_ANY = {200, 302, 400, 403, 404, 405, 409, 422, 429}  # no study's page, or one that asks for its own key, code or token
ANYBODY = rule(_ANY, _ANY, _ANY)
WORKBENCH = rule({403, 405}, {404, 405}, {302, 405})  # nothing of it, whatever it is
RESULTS = rule({200, 302, 404, 405}, {404, 405}, {404, 405})  # shown to the team alone: its professionals too
LED = rule({403, 405}, {404, 405}, {302, 405})  # a session: by owners and analysts
OWN = rule({200, 302, 405}, {200, 302, 405}, {302, 405})  # the person's, no study's
RULES = {
    "results:home": ANYBODY, "results:privacy": ANYBODY,
    "training:code": ANYBODY, "training:deleted": ANYBODY,
    **{f"training:{name}": WORKBENCH for name in ("settings", "opening", "link")},
    "results:enter": rule({404, 405}, {404, 405}, {404, 405}),
    **{f"results:{name}": RESULTS
       for name in ("dashboard", "groups", "compare", "criteria", "criterion", "scenarios", "model", "colleague",
                    "advice-pdf", "figure", "noise")},
    "cases:stop": ANYBODY,
    "professionals:mine": OWN, "professionals:delete-account": OWN,
    "professionals:leave": rule({200, 302, 409}, 404, 302),
    "workbench:home": rule({302, 405}, {302, 405}, {302, 405}), "workbench:new": rule(403, 403, 302),
    **{f"sessions:{name}": LED for name in ("lead", "wall", "counts", "qr", "begin", "move", "argue", "seat", "finish")},
    "sessions:past": rule({404, 405}, {404, 405}, {302, 405}),  # not finished, or not shown to professionals
    "unsent": rule(302, 302, 302),  # nothing was kept: home
    "language": ANYBODY, "security-txt": ANYBODY, "accessibility": ANYBODY,
}  # fmt: skip
# Whole parts of the site that have one rule: nothing of the workbench, and what is of a person or of nobody.
CASES = rule({200, 302, 400, 403, 404, 405}, {404, 405}, 302)
TRAINING = rule({200, 302, 400, 403, 404, 405, 409, 422}, {302, 404, 405}, {302, 404, 405})
PARTS = {
    "training": TRAINING,
    "workbench": WORKBENCH,
    "cases": CASES,
    "survey": ANYBODY,
    "sessions": ANYBODY,
    "accounts": ANYBODY,
    "": ANYBODY,
}
VALUES = {"key": "small", "pk": 1, "number": 1, "token": "nonsense", "criterion": "who", "name": "importance",
          "form": "svg", "language": "nl", "kind": "invitation", "part": "criteria"}  # fmt: skip


def addresses():
    """(name, address) of every address of the site."""

    def walk(resolver, namespace="", prefix=""):
        for each in resolver.url_patterns:
            route = prefix + _text(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from walk(each, each.namespace or namespace, route)
            else:
                name = each.name or route
                yield (f"{namespace}:{name}" if namespace else name), "/" + _filled(route, each.pattern)

    return sorted(set(walk(get_resolver())))


def _text(pattern):
    return str(pattern).lstrip("^")


def _filled(route, _pattern):
    """The address with something in the place of every name."""
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: str(VALUES.get(found[1], "x")), route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(VALUES.get(found[1], "x")), route)
    return re.sub(r"\\(.)", r"\1", route).rstrip("$")


def rule_of(name):
    part = name.split(":")[0] if ":" in name else ""
    return RULES.get(name) or PARTS.get(part)


ADDRESSES = addresses()


@pytest.fixture
def fitted(db):
    study, _row = make_fitted()
    study.publication = Publication.TEAM
    study.save()
    Session.objects.create(pk=1, study=study, title="A session", word="zuvobani", state=Session.State.OPEN)
    return study


@pytest.mark.parametrize("name", sorted({name for name, _ in ADDRESSES}))
def test_every_address_has_a_rule(name):
    assert rule_of(name) is not None, f"Say in RULES or PARTS who may see {name}."


def test_what_a_professional_may_see(fitted):
    other = make_study("other", is_open=True)
    people = {"mine": make_member(fitted, "professional", "mine@example.org"),
              "others": make_member(other, "professional", "others@example.org"), "stranger": None}  # fmt: skip
    clients = {who: Client(raise_request_exception=False) for who in people}
    wrong = []
    for (name, address), who, method in product(ADDRESSES, people, ("get", "post")):
        user, client = people[who], clients[who]
        if user is not None and SESSION_KEY not in client.session:
            client.force_login(user)
        found = getattr(client, method)(address).status_code
        if found not in getattr(rule_of(name), who):
            wrong.append(f"{method} {address} ({name}), {who}: {found}")
        if user is not None and not user.roles.exists():
            user.roles.create(study=fitted if who == "mine" else other, kind="professional")  # left it just now
    assert not wrong, "\n".join(wrong)


def test_professionals_read_what_is_shown_to_the_team_alone(fitted):
    client = Client()
    client.force_login(make_member(fitted, "professional"))
    for room in ("", "criteria/", "criteria/who/", "groups/", "scenarios/", "model/", "colleague/", "compare/"):
        assert client.get(f"/results/small/{room}").status_code == 200


def test_the_newest_fit_stays_with_the_team(fitted):
    """A fit that is not published, a simulated one and the team's notes are not a professional's."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_member(fitted, "professional"))
    for query in ("", "?panel=real", "?panel=simulated", "?as=team"):
        page = client.get(f"/results/small/{query}").content.decode()
        assert "as a member of the team" not in page
        assert "/workbench/" not in page
    fitted.fits.update(published=False)
    for room in ("", "criteria/", "groups/", "scenarios/", "model/", "colleague/", "compare/"):
        for query in ("", "?panel=simulated"):
            page = client.get(f"/results/small/{room}{query}").content.decode()
            assert "There is nothing to be seen here yet" in page
    assert client.get("/results/small/figures/importance.svg").status_code == 404
    assert client.get("/results/small/colleague/advice.pdf?who=a").status_code == 404


def test_a_study_that_has_not_been_launched_tells_a_professional_nothing(study):
    client = Client()
    client.force_login(make_member(study, "professional"))
    assert client.get("/studies/small/privacy/").status_code == 404
    client.force_login(make_member(study, "reader"))
    assert client.get("/studies/small/privacy/").status_code == 200
