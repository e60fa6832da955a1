"""Every address of the site, from its resolver, and asking one as somebody without leaving anything behind."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from unittest.mock import patch
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.urls import get_resolver

from tests.web.permissions.world import OTHERS_OBJECTS, World

_NAMED = re.compile(r"\(\?P<(\w+)>(?:\[[^\]]*\]|[^()])*\)|<(?:\w+:)?(\w+)>")
_SIGN_IN = re.compile(r"302 /accounts/login/")
_DOORS = re.compile(r"302 (/accounts/login/|/take/([-\w]+/(code/)?)?|/training/[-\w]+/)")
_REFUSED = ("401", "403", "404", "405", "429")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One address: its name with the part of the site, its route, and the names that stand in it."""

    name: str
    route: str
    names: tuple[str, ...]

    def at(self, values: dict[str, object]) -> str:
        """Return the address with these values in it."""
        found = _NAMED.sub(lambda match: str(values[match[1] or match[2]]), self.route)
        return "/" + re.sub(r"\\(.)", r"\1", found).rstrip("$")

    @property
    def shown(self) -> str:
        """The address with the names of what stands in it."""
        return self.at({name: name.upper() for name in self.names})


def addresses() -> list[Address]:
    """Return every address that the site answers at."""

    def walk(resolver, namespace="", prefix="") -> Iterator[Address]:
        for each in resolver.url_patterns:
            route = prefix + str(each.pattern).lstrip("^")
            if hasattr(each, "url_patterns"):
                yield from walk(each, each.namespace or namespace, route)
            else:
                name = each.name or route
                names = tuple(first or second for first, second in _NAMED.findall(route))
                yield Address(f"{namespace}:{name}" if namespace else name, route, names)

    return sorted(set(walk(get_resolver())))


def targets(address: Address) -> tuple[str, ...]:
    """Return what can be asked at an address: our study's own, another's, or another's row by our study's key."""
    rows = set(address.names) & set(OTHERS_OBJECTS)
    if "key" in address.names:
        return ("own", "other", "mixed") if rows else ("own", "other")
    return ("own", "other") if rows else ("own",)


def fills(world: World, address: Address, target: str) -> dict[str, object]:
    """Return what an address is filled with."""
    values = (world.others if target == "other" else world.ours).fill(address.name)
    if target == "mixed":
        others = world.others.fill(address.name)
        values = values | {name: others[name] for name in OTHERS_OBJECTS if name in others}
    return values


class Undone(Exception):  # noqa: N818  not an error: it rolls back what one question changed
    """Ends a transaction that keeps nothing."""


def ask(world: World, address: Address, target: str, who: str, method: str) -> str:
    """Return the status that somebody gets, and where they are sent to; whatever it changed is undone."""
    things, client = world.others if target == "other" else world.ours, world.clients[who]
    sent = [things.sent.get(address.name, {})] if method == "post" else []
    kept = deepcopy(client.cookies)
    try:
        with transaction.atomic():
            response = getattr(client, method)(address.at(fills(world, address, target)), *sent)
            raise Undone
    except Undone:
        client.cookies = kept
    return _outcome(response)


def _outcome(response: HttpResponse) -> str:
    if 300 <= response.status_code < 400:
        return f"{response.status_code} {urlsplit(response['Location']).path}"
    return str(response.status_code)


def is_in(address: Address, outcome: str) -> bool:
    """Whether somebody got in: not refused, not sent to sign in, nor to where a code is asked.

    A link of a participant or learner leads to that very page, so there only the sign-in is a door.
    """
    assert not outcome.startswith("5"), f"{address.name}: {outcome}"
    doors = _SIGN_IN if "token" in address.names else _DOORS
    return outcome not in _REFUSED and not doors.fullmatch(outcome)


@contextmanager
def quick() -> Iterator[None]:
    """Spare the texts of pages, and the log of refusals: who may see a page is decided before."""
    logging.disable(logging.ERROR)
    try:
        with patch.object(Template, "render", lambda *_args, **_named: ""):
            yield
    finally:
        logging.disable(logging.NOTSET)
