"""What phones do in a session: take a seat, judge, guess, leave."""

from __future__ import annotations

from enum import Enum

from django.db import transaction
from django.utils import timezone

from collega.web.deeds.programme import stop_of
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.session import held, last_number
from collega.web.records.models import Seat, Session, Vote

MOST_SEATS = 400
KEY_LENGTH = 64


class Outcome(Enum):
    """What became of something that a phone sent."""

    SAVED = "saved"
    KNOWN = "known"  # the same request came before
    CLOSED = "closed"  # this step is not open (any more)
    CHANGED = "changed"  # another tab of this phone has judged since
    WRONG = "wrong"  # no answer, or no guess


@transaction.atomic
def join(session: Session, value: str = "") -> Seat:
    """Take the next seat.

    Raises
    ------
    RefusedError
        Where the session is not open, or full.
    """
    row = held(session)
    number = last_number(row) + 1
    if not row.is_open or number > MOST_SEATS:
        raise RefusedError
    values = _values(row)
    return Seat.objects.create(session=row, number=number, value=value if value in values else "")


def _values(session: Session) -> tuple[str, ...]:
    if not session.characteristic:
        return ()
    return session.study.as_defined.characteristic(session.characteristic).value_keys


@transaction.atomic
def judge(seat: Seat, *, scenario: int, round_: int, answer: str, key: str, version: int) -> Outcome:
    """Save a judgement of a scenario (its primary key), the first or a changed one.

    ``version`` is the revision that stood on the page: 0 for none. What another tab saved since is not overwritten, and
    the second round is for those who judged in the first.
    """
    session = held(seat.session)
    mine = Vote.objects.filter(seat=seat, scenario_id=scenario, round=round_).first()
    if mine is not None and key and mine.request_key == key[:KEY_LENGTH]:
        return Outcome.KNOWN
    if not _takes(session, seat, scenario, round_):
        return Outcome.CLOSED
    if answer not in session.study.as_defined.answer_keys:
        return Outcome.WRONG
    if (0 if mine is None else mine.revision) != version:
        return Outcome.CHANGED
    if mine is None:
        Vote.objects.create(seat=seat, scenario_id=scenario, round=round_, answer=answer, request_key=key[:KEY_LENGTH])
        return Outcome.SAVED
    mine.answer, mine.request_key, mine.revision, mine.at = answer, key[:KEY_LENGTH], mine.revision + 1, timezone.now()
    mine.save(update_fields=["answer", "request_key", "revision", "at"])
    return Outcome.SAVED


@transaction.atomic
def guess(seat: Seat, *, scenario: int, percent: int | None) -> Outcome:
    """Save which share of colleagues a seat thinks agrees, after its own judgement; the last one counts."""
    if not _takes(held(seat.session), seat, scenario, 1):
        return Outcome.CLOSED
    if percent is None or not 0 <= percent <= 100:
        return Outcome.WRONG
    changed = Vote.objects.filter(seat=seat, scenario_id=scenario, round=1).update(guess=percent)
    return Outcome.SAVED if changed else Outcome.CLOSED


def _takes(session: Session, seat: Seat, scenario: int, round_: int) -> bool:
    """Whether this round of this scenario is open now, and to this seat."""
    stop = stop_of(session)
    if stop is None or stop.round != round_ or stop.scenario.pk != scenario:
        return False
    if round_ == 2 and not Vote.objects.filter(seat=seat, scenario_id=scenario, round=1).exists():
        return False
    return Seat.objects.filter(pk=seat.pk, left=False).exists()
