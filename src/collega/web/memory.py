"""What a process remembers of participants, and how it forgets when any process of the site has deleted something.

Fits with their draws, advices and profiles are kept in memory, since pages ask for the same ones again and again. A
withdrawal in one web process, or the worker at the retention date, must not leave them in the memory of another.
Deletions are counted, not looked at by number: on PostgreSQL an earlier number may be seen later.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection
from django.http import HttpRequest, HttpResponse

from collega.web.records.models import Deletion

EVERY = 60.0  # seconds between looks of a process that nobody asks anything
P = ParamSpec("P")
R = TypeVar("R")
_memories: list[Any] = []
_seen = {"deletions": 0}


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a function returned in the memory of this process, until somebody's data are deleted."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        memory = lru_cache(maxsize=most)(function)
        _memories.append(memory)
        return cast("Callable[P, R]", memory)  # lru_cache forgets what the function takes

    return decorate


def forget() -> None:
    """Remember nothing any more."""
    for memory in _memories:
        memory.cache_clear()


def forget_what_is_gone() -> int:
    """Forget everything if something was deleted since this was last asked; return how many deletions there were."""
    deletions = Deletion.objects.count()
    if deletions != _seen["deletions"]:
        forget()
        _seen["deletions"] = deletions
    return deletions


@contextmanager
def up_to_date() -> Iterator[None]:
    """Remember nothing at the begin that is gone, nor at the end what was deleted meanwhile."""
    before = forget_what_is_gone()
    try:
        yield
    finally:
        if Deletion.objects.count() != before:
            forget()


def pages_up_to_date(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Make no page from what has been deleted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with up_to_date():
            return get_response(request)

    return middleware


def watch() -> None:
    """Forget within a minute, also where nobody asks for a page; for a thread of its own."""
    while True:
        time.sleep(EVERY)
        try:
            forget_what_is_gone()
        except Exception:
            logging.getLogger(__name__).exception("It could not be looked up what was deleted; again in a minute.")
        finally:
            connection.close()
