"""Limits to guessing and load: shared by all web processes, and no address is kept."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import get_rates
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from collega.web import limits
from collega.web.accounts.views import PAUSE
from collega.web.limits import Limit
from collega.web.records.models import Invitation, Tries
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
FEW = Limit("few", most=3, minutes=10)


def asking(address="192.0.2.7", **more):
    return RequestFactory().get("/", REMOTE_ADDR=address, **more)


def test_so_many_and_no_more_until_a_moment():
    for _ in range(3):
        assert FEW.until(asking()) is None
        FEW.count(asking())
    until = FEW.until(asking())
    assert timedelta(minutes=9) < until - timezone.now() <= timedelta(minutes=10)
    assert FEW.until(asking("192.0.2.8")) is None
    assert Limit("other", most=3, minutes=10).until(asking()) is None
    Tries.objects.update(until=timezone.now())
    assert FEW.until(asking()) is None
    FEW.count(asking())
    assert Tries.objects.get().times == 1


def test_of_ipv6_the_whole_network_counts():
    assert limits.address_of(asking("2001:db8:1:2:3::4")) == limits.address_of(asking("2001:db8:1:2:ffff::1"))
    assert limits.address_of(asking("2001:db8:1:3::4")) != limits.address_of(asking("2001:db8:1:2::4"))


def test_the_proxys_word_counts_and_only_where_there_is_one(settings):
    sent = asking("10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.5")
    assert limits.address_of(sent) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.address_of(sent) == "203.0.113.5"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_many_count_at_once():
    many = Limit("many", most=1000, minutes=10)

    def count():
        for _ in range(5):
            many.count(asking())
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Tries.objects.get().times == 30


def test_no_address_is_kept(client, owner):
    FEW.count(asking("192.0.2.7"))
    client.post("/accounts/login/", {"login": owner.email, "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        kept = [row[0] for row in cursor.fetchall()]
    assert kept
    for place in [*kept, Tries.objects.get().place]:
        assert "192" not in place
        assert len(place) == 64


def test_what_is_past_is_deleted():
    FEW.count(asking())
    cache.set("one", 1, 10)
    cache.set("two", 1, 1000)
    limits.forget_past(timezone.now() + timedelta(seconds=700))
    assert not Tries.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone() == (1,)
    assert cache.get("two") == 1


@pytest.mark.parametrize("address", ["/take/i/{}/", "/take/o/small/{}/", "/take/out/{}/", "/accounts/join/{}/",
                                     "/accounts/first/{}/", "/results/small/t/{}/"])  # fmt: skip
def test_guessing_links_is_limited_whichever_they_are(client, open_study, address):
    for n in range(limits.LINKS.most):
        assert client.get(address.format(f"wrong{n}")).status_code == 404
    assert client.get(address.format("wrong")).status_code == 429
    assert client.get("/take/o/small/open-token/").status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.9")
    assert elsewhere.get("/take/o/small/open-token/").status_code == 302


def test_right_links_are_never_counted(client, open_study):
    for _ in range(limits.LINKS.most + 5):
        assert client.get("/take/o/small/open-token/").status_code == 302
    assert not Tries.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("language", "said"), [("en", "Try again from"), ("nl", "Probeer het opnieuw vanaf")])
def test_the_page_says_when_to_try_again(open_study, language, said):
    client = Client(headers={"accept-language": language})
    now = timezone.now()
    Tries.objects.create(place=limits.LINKS._place(asking("127.0.0.1")), times=1000, until=now + timedelta(minutes=6))
    answer = client.get("/take/i/wrong/")
    assert answer.status_code == 429
    assert 350 <= int(answer.headers["Retry-After"]) <= 360
    assert said in answer.content.decode()
    assert f"{timezone.localtime(now + timedelta(minutes=6, seconds=59)):%H:%M}" in answer.content.decode()
    assert "6 minut" in answer.content.decode()


def test_signing_in_is_limited_for_every_process(client, owner):
    """What allauth counts stands in the table, so another process sees it; and its page is ours."""
    for _ in range(30):
        client.post("/accounts/login/", {"login": "somebody@example.org", "password": "wrong"})
    answer = Client(headers={"accept-language": "nl"}).post("/accounts/login/", {"login": owner.email, "password": "x"})
    assert answer.status_code == 429
    assert "Te veel aanvragen" in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache")
    sent = {"login": owner.email, "password": "a long password indeed"}
    assert client.post("/accounts/login/", sent).status_code == 302


def test_a_member_of_the_team_is_not_counted(client, study):
    client.force_login(make_member(study))
    client.get("/results/small/colleague/?who=a")
    assert not Tries.objects.exists()


def test_allauths_page_tells_from_when_too(client, db):
    cache.clear()
    for _ in range(5):
        client.post("/accounts/password/reset/", {"email": "a@example.org"})
    client.cookies["language"] = "en"
    refused = client.post("/accounts/password/reset/", {"email": "a@example.org"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "that is in one minute" in refused.content.decode()
    cache.clear()


def test_no_page_of_allauths_limits_asks_for_more_patience_than_it_says():
    on_a_form = {"login_failed", "confirm_email", "verify_phone"}  # say it on the form, or are of no page here
    rates = [rate for action in set(app_settings.RATE_LIMITS) - on_a_form
             for rate in get_rates(app="allauth.account", action=action)]  # fmt: skip
    assert {rate.duration for rate in rates} == {PAUSE.total_seconds()}
