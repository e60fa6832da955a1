"""Deleting again what a restored back-up brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from collega.web.deeds.retention import erase
from collega.web.deeds.withdrawal import withdraw
from collega.web.ledger import INTERVIEW, STUDY, Deleted, mark_of
from collega.web.records.models import Interview, Study


def _interviews() -> Iterator[tuple[str, Callable[[], object]]]:
    rows = Interview.objects.select_related("study").order_by("pk")
    for row in rows.iterator(2000):
        yield mark_of(INTERVIEW, row.study.key, row.pseudonym), partial(withdraw, row)


def _studies() -> Iterator[tuple[str, Callable[[], object]]]:
    for row in Study.objects.filter(erased_at=None):
        yield mark_of(STUDY, row.key), partial(erase, row)


KINDS: Mapping[str, Callable[[], Iterator[tuple[str, Callable[[], object]]]]] = {
    INTERVIEW: _interviews,
    STUDY: _studies,
}
"""Of every kind in the list: what there is of it, by mark, and how it is deleted."""


def delete_again(known: list[Deleted]) -> int:
    """Delete whatever of these is there; return how much was."""
    done = 0
    for kind, there in KINDS.items():
        marks = {each.mark for each in known if each.kind == kind}
        gone = [delete for mark, delete in there() if mark in marks] if marks else []
        for delete in gone:
            delete()
        done += len(gone)
    return done
