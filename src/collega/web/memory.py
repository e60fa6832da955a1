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
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse

from collega.web.records.models import Deletion

EVERY = 60.0  # seconds between looks of a process that nobody asks anything
P = ParamSpec("P")
R = TypeVar("R")
_memories: list[Any] = []
_seen = {"deletions": 0}
_looks: ContextVar[list[int] | None] = ContextVar("looks", default=None)  # deletions that a page saw, once it asked


def remembered(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a function returned in the memory of this process, until somebody's data are deleted.

    The first of these that a page asks for looks whether that has happened; a page that asks for none does not look.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        memory = lru_cache(maxsize=size)(function)
        _memories.append(memory)

        @wraps(function)
        def recalled(*rest: P.args, **named: P.kwargs) -> R:
            looks = _looks.get()
            if looks is not None and not looks:
                looks.append(forget_what_is_gone())
            return memory(*rest, **named)  # type: ignore[arg-type]

        recalled.cache_info = memory.cache_info  # type: ignore[attr-defined]
        return recalled

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
    """Recall nothing that is gone, and remember nothing at the end that was deleted meanwhile."""
    looks: list[int] = []
    token = _looks.set(looks)
    try:
        yield
    finally:
        _looks.reset(token)
        if looks and Deletion.objects.count() != looks[0]:
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
