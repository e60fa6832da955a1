"""Limits to guessing and to load, per address; counted in the database, so that all web processes share them.

Addresses are kept as keyed hashes only, and no longer than a limit lasts.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from collega.web.pages import too_many
from collega.web.records.models import Role, Tries

View = Callable[..., HttpResponse]
_IPV6_NETWORK = 64  # one subscriber has a whole /64


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of something, from one address, in so many minutes."""

    name: str
    most: int
    minutes: int

    def until(self, request: HttpRequest) -> datetime | None:
        """Return when this address may go on; None where it may now."""
        return self._until(self._place(request))

    def until_for(self, visitor: str) -> datetime | None:
        """Return likewise for somebody who is not told by where the request came from, such as who gets a mail."""
        return self._until(self._place_of(visitor))

    def _until(self, place: str) -> datetime | None:
        rows = Tries.objects.filter(place=place, until__gt=timezone.now(), times__gte=self.most)
        return rows.values_list("until", flat=True).first()

    def count(self, request: HttpRequest) -> None:
        """Count one more."""
        self._count(self._place(request))

    def count_for(self, visitor: str) -> None:
        """Count one more of somebody."""
        self._count(self._place_of(visitor))

    def _count(self, place: str) -> None:
        moment = timezone.now()
        mine = Tries.objects.filter(place=place, until__gt=moment)
        if mine.update(times=F("times") + 1):
            return
        with transaction.atomic():
            Tries.objects.filter(until__lte=moment).delete()
            until = moment + timedelta(minutes=self.minutes)
            Tries.objects.bulk_create([Tries(place=place, until=until)], ignore_conflicts=True)
            mine.update(times=F("times") + 1)

    def _place(self, request: HttpRequest) -> str:
        return self._place_of(address_of(request))

    def _place_of(self, visitor: str) -> str:
        return _keyed(f"{self.name}/{visitor}")


CODES = Limit("code", most=20, minutes=15)  # wrong ones, typed by hand
LINKS = Limit("link", most=100, minutes=15)  # wrong ones; a whole organisation may have one address
QUESTIONS = Limit("question", most=2000, minutes=10)  # to the virtual colleague: a full training room
STARTS = Limit("start", most=3000, minutes=60)  # of interviews through open links: a ministry in one morning
WORDS = Limit("word", most=100, minutes=15)  # wrong words of a session; a whole room may have one address
JOINS = Limit("join", most=500, minutes=60)  # seats taken in sessions
LEARNERS = Limit("learner", most=300, minutes=60)  # new ones without an account: a full training room, some times
MAILS = Limit("mail", most=100, minutes=15)  # asked for by whoever has a study's link: a room full of people
MAILS_TO = Limit("mail-to", most=3, minutes=60)  # to one address
UNSENT = Limit("unsent", most=100, minutes=15)  # forms kept for who was signed out: a room full of people
SHEETS = Limit("sheet", most=200, minutes=10)  # its advice as PDF


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, or its network for IPv6; the proxy's word where there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    address = forwarded if settings.SECURE_PROXY_SSL_HEADER and forwarded else request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))


def wrong_ones(limit: Limit) -> Callable[[View], View]:
    """Refuse a view to an address that came with too many wrong tokens; wrong is what is answered with 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *rest: object, **named: object) -> HttpResponse:
            until = limit.until(request)
            if until is not None:
                return too_many(request, until)
            try:
                response = view(request, *rest, **named)
            except Http404:
                limit.count(request)
                raise
            if response.status_code == 404:
                limit.count(request)
            return response

        return wrapped

    return decorate


def questions(limit: Limit) -> Callable[[View], View]:
    """Limit what people ask of a view of a study; the empty form and members of its team are not counted."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *rest: object, **named: object) -> HttpResponse:
            asks = request.GET or request.method == "POST"
            if not asks or _in_team(request, str(named.get("key", ""))):
                return view(request, *rest, **named)
            until = limit.until(request)
            if until is not None:
                return too_many(request, until)
            limit.count(request)
            return view(request, *rest, **named)

        return wrapped

    return decorate


def _in_team(request: HttpRequest, key: str) -> bool:
    team = Role.objects.exclude(kind=Role.Kind.PROFESSIONAL)
    return request.user.is_authenticated and team.filter(user=request.user.pk, study__key=key).exists()


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Return the name under which the cache keeps something: allauth's limits have addresses in theirs."""
    return _keyed(f"{key_prefix}:{version}:{key}")


def forget_past(moment: datetime) -> None:
    """Delete what limits nothing any more: our counts, and allauth's in the cache."""
    Tries.objects.filter(until__lte=moment).delete()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    past = connection.ops.adapt_datetimefield_value(moment.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [past])  # the cache's own name  # nosec B608


def _keyed(text: str) -> str:
    return salted_hmac("collega.limits", text, algorithm="sha256").hexdigest()
