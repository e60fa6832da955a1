"""Switching the language keeps the page as it is: the case, the comparison, the group, the search, the part of a list."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.conftest import make_member
from tests.web.results.conftest import make_fitted

pytestmark = pytest.mark.django_db
PAGES = [
    "/?from=mail",
    "/results/small/?panel=simulated",
    "/results/small/?as=public",
    "/results/small/groups/?panel=simulated",
    "/results/small/criteria/?panel=simulated",
    "/results/small/criteria/who/?panel=simulated",
    "/results/small/scenarios/?panel=simulated",
    "/results/small/model/?panel=simulated",
    "/results/small/compare/?a=post.x&b=post.y",
    "/results/small/compare/?a=all&b=post.y&panel=simulated",
    "/results/small/colleague/?who=a&what=b",
    "/results/small/colleague/?who=a&what=b&beside.who=b",
    "/results/small/colleague/?ask=all&as=public",
    "/workbench/small/participants/?kind=simulated",
    "/workbench/small/participants/?only=signs",
    "/workbench/small/people/?search=jan&only=trouble&page=1",
    "/workbench/small/trail/?page=1",
    "/accessibility/?from=mail",
    "/no-such-page/?a=1",
]


@pytest.fixture
def member(client, public):
    client.force_login(make_member(public))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_the_query_stays(member, page):
    shown = member.get(page, headers={"accept-language": "nl"})
    assert shown.status_code == (404 if "no-such" in page else 200)
    (back,) = re.findall(r'name="next" value="([^"]*)"', shown.content.decode())
    assert unescape(back) == page
    switched = member.post("/language/", {"language": "en", "next": unescape(back)})
    assert switched.headers["Location"] == page


def test_nobody_is_sent_to_another_site(client):
    assert client.post("/language/", {"language": "en", "next": "//evil.example/?a=1"}).headers["Location"] == "/"


def test_the_case_is_there_in_the_other_language(client):
    study, _ = make_fitted()
    study.advice_first = False
    study.save()
    client.force_login(make_member(study))
    there = "/results/small/colleague/?who=a&what=b"
    client.post("/language/", {"language": "en", "next": there})
    page = client.get(there).content.decode()
    assert '<html lang="en">' in page
    assert '<option value="b" selected>' in page
