"""Words that cannot be a study's short name, since an address of the site has them where the short name would stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver

_KEY = "<slug:key>"


@cache
def reserved_words() -> frozenset[str]:
    """Return the words that stand in an address beside ``<slug:key>``, after the same beginning."""
    routes = [route.split("/") for route in _routes(get_resolver(), "")]
    prefixes = {tuple(route[: route.index(_KEY)]) for route in routes if _KEY in route}
    beside = {route[len(start)] for start in prefixes for route in routes if tuple(route[: len(start)]) == start}
    return frozenset(word for word in beside if re.fullmatch(r"[-\w]+", word))


def _routes(resolver: Any, start: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = start + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route
