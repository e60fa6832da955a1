"""What owners and analysts do with a session: make it, lead it, finish it, show it, delete it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.rounds import FirstRecord, SessionRecord, conclusion, first_step, second_step
from collega.web import memory
from collega.web.deeds.programme import Stop, may_go_back, programme
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.retention import empty_the_log
from collega.web.ledger import SEAT, SEATS, note_deletion
from collega.web.records.models import (
    Argument,
    Deed,
    Deletion,
    Seat,
    Session,
    SessionScenario,
    Study,
    Vote,
    current_design,
    log,
)
from collega.web.session_bridge import Room, model_share, record_of, room_of

MOST_SCENARIOS = 8
OPEN_DAYS = 7  # after which a session that nobody finished is finished
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SYLLABLES = 4  # 24 million words, for a few hours, with a limit to guessing


def new_word() -> str:
    """Return a word that is easily said and typed, and means nothing."""
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))


@transaction.atomic
def make_session(
    study: Study,
    user: Any,
    *,
    title: str,
    scenarios: Sequence[tuple[str, str]],
    control: str = "",
    characteristic: str = "",
    synthetic: bool = False,
) -> Session:
    """Make a session of scenarios (name and why each was chosen) in this order, and a control.

    Raises
    ------
    RefusedError
        Without a design, without scenarios or with too many, or for a scenario, control or characteristic that is not
        the study's.
    """
    design = current_design(study)
    usable = [] if design is None or design.out_of_date else design.layout["scenarios"]
    names = [name for name, _why in scenarios]
    if not usable:
        raise RefusedError(_("A session is about scenarios: make a design first."))
    if not names or len(names) > MOST_SCENARIOS:
        raise RefusedError(_("Choose 1 to %(most)d scenarios to talk about.") % {"most": MOST_SCENARIOS})
    if control in names:
        raise RefusedError(_("The control is not discussed: choose another scenario for it."))
    strange = set(names) | ({control} if control else set())
    if not strange <= set(usable) or len(set(names)) < len(names):
        raise RefusedError(_("Choose scenarios of this study, each once."))
    if characteristic and characteristic not in {item.key for item in study.as_defined.characteristics}:
        raise RefusedError(_("This study has no such characteristic."))
    session = _with_a_word(study, title=title[:120], characteristic=characteristic, synthetic=synthetic)
    rows = [(name, reason, False) for name, reason in scenarios] + ([(control, "control", True)] if control else [])
    SessionScenario.objects.bulk_create(
        SessionScenario(session=session, position=place, scenario=name, why=reason, control=apart)
        for place, (name, reason, apart) in enumerate(rows, start=1)
    )
    log(study, user, Deed.SESSION_MADE, session=session.pk, scenarios=len(rows))
    return session


def _with_a_word(study: Study, **fields: Any) -> Session:
    while True:
        try:
            with transaction.atomic():
                return Session.objects.create(study=study, word=new_word(), **fields)
        except IntegrityError:  # the word is taken
            continue


def held(session: Session) -> Session:
    """Return the session, its row held until the end of the transaction."""
    return Session.objects.select_for_update(of=("self",)).select_related("study").get(pk=session.pk)


@transaction.atomic
def open_session(session: Session, user: Any) -> None:
    """Let people join; twice is once."""
    row = held(session)
    if row.state != Session.State.MADE:
        return
    row.state, row.opened_at, row.version = Session.State.OPEN, timezone.now(), row.version + 1
    row.save(update_fields=["state", "opened_at", "version"])
    log(row.study, user, Deed.SESSION_OPENED, session=row.pk)


@transaction.atomic
def go_on(session: Session, user: Any, version: int) -> bool:
    """Go to the next stop, if the facilitator saw the version in force; False where that was done meanwhile.

    Before answers are shown, what is shown is settled: later judgements and people change nothing of it.
    """
    row = held(session)
    scenarios = list(row.scenarios.all())
    stops = programme(scenarios)
    if not row.is_open or row.version != version or row.place >= len(stops):
        return False
    row.place += 1
    _move(row)
    if row.place < len(stops) and stops[row.place].shows:
        _settle(row, stops[row.place])
        log(row.study, user, Deed.SESSION_STEP_SHOWN, session=row.pk, scenario=stops[row.place].scenario.scenario,
            round=stops[row.place].counts)  # fmt: skip
    return True


@transaction.atomic
def go_back(session: Session, version: int) -> bool:
    """Undo the last step; False where the answers to it have been seen, or that was done meanwhile."""
    row = held(session)
    stops = programme(list(row.scenarios.all()))
    if row.version != version or not may_go_back(row, stops):
        return False
    row.place -= 1
    _move(row)
    return True


def _move(row: Session) -> None:
    row.version += 1
    row.save(update_fields=["place", "version"])


def _settle(session: Session, stop: Stop) -> None:
    """Keep what a stop shows, unless it has been shown before; of a control both rounds, at its end."""
    scenario = stop.scenario
    settled = scenario.first is not None and (stop.step == "talk" or scenario.second is not None)
    if settled:
        return
    room = room_of(session)
    if scenario.first is None:
        scenario.first = _first(session, room, scenario).model_dump(mode="json")
    if stop.step == "after":
        record = second_step(
            session.study.as_defined, room.votes, room.place(scenario), FirstRecord.model_validate(scenario.first),
            **_groups(session, room),
        )  # fmt: skip
        scenario.second = record.model_dump(mode="json")
    scenario.save(update_fields=["first", "second"])


def _first(session: Session, room: Room, scenario: SessionScenario) -> FirstRecord:
    return first_step(
        session.study.as_defined, room.votes, room.place(scenario),
        model=model_share(session.study, scenario.scenario), **_groups(session, room),
    )  # fmt: skip


def _groups(session: Session, room: Room) -> dict[str, Any]:
    return {"characteristic": session.characteristic, "values": room.values} if session.characteristic else {}


@transaction.atomic
def add_argument(scenario: SessionScenario, *, answer: str, text: str, key: str) -> Argument | None:
    """Write an argument down; the same request twice is one. None for an empty one, or an answer of no scale."""
    session = held(scenario.session)
    text = " ".join(text.split())[:1000]
    if session.finished or not text or answer not in ("", *session.study.as_defined.answer_keys):
        return None
    argument, _new = Argument.objects.get_or_create(
        scenario=scenario, request_key=key[:64], defaults={"answer": answer, "text": text}
    )
    return argument


@transaction.atomic
def keep_argument(argument: Argument, *, removed: bool) -> None:
    """Take an argument away, or put it back; after the end nothing is put back."""
    if not (held(argument.scenario.session).finished and not removed):
        Argument.objects.filter(pk=argument.pk).update(removed=removed)


@transaction.atomic
def leave(session: Session, number: int, user: Any = None) -> bool:
    """Let a seat judge no more: of whoever joined twice, or asks for it.

    Its judgements go, but for those of steps that are settled or being shown: what was shown of people stays of all of
    them, since what is left without one of them would tell about that one.
    """
    row = held(session)
    if not Seat.objects.filter(session=row, number=number, left=False).update(left=True):
        return False
    Vote.objects.filter(seat__session=row, seat__number=number, round=1, scenario__first__isnull=True).delete()
    Vote.objects.filter(seat__session=row, seat__number=number, round=2, scenario__second__isnull=True).delete()
    Session.objects.filter(pk=row.pk).update(version=F("version") + 1)
    note_deletion(SEAT, row.word, str(number))
    log(row.study, user, Deed.SESSION_SEAT_REMOVED, session=row.pk, by="facilitator" if user is not None else "phone")
    return True


@transaction.atomic
def finish(session: Session, user: Any) -> bool:
    """Compute the effect, delete every judgement and seat; False where that was done already.

    A round that was not shown is left out: it was never settled.
    """
    row = held(session)
    if row.finished:
        return False
    room = room_of(row)
    record = record_of(row)
    effect = conclusion(room.votes, record.scenarios)
    row.effect = None if effect is None else effect.model_dump(mode="json")
    people = int((room.votes.first != -1).any(axis=1).sum())
    row.people = people if people >= row.study.as_defined.minimum_group else None
    row.state, row.finished_at, row.version = Session.State.FINISHED, timezone.now(), row.version + 1
    row.save(update_fields=["effect", "people", "state", "finished_at", "version"])
    forget_people(row)
    log(row.study, user, Deed.SESSION_FINISHED, session=row.pk)
    return True


def forget_people(session: Session) -> None:
    """Delete every judgement and seat of a session, for good once the transaction ends."""
    note_deletion(SEATS, session.word)
    Vote.objects.filter(seat__session=session).delete()
    Seat.objects.filter(session=session).delete()
    Deletion.objects.create()
    transaction.on_commit(_forgotten)


def _forgotten() -> None:
    memory.forget()
    empty_the_log()


@transaction.atomic
def show_session(session: Session, user: Any, *, visible: bool) -> None:
    """Show a finished session to everybody with a role in the study, or to the team alone."""
    row = held(session)
    if row.finished and row.shown != visible:
        row.shown, row.shown_at = visible, timezone.now() if visible else None
        row.save(update_fields=["shown", "shown_at"])
        log(row.study, user, Deed.SESSION_SHOWN if visible else Deed.SESSION_HIDDEN, session=row.pk)


@transaction.atomic
def delete_session(session: Session, user: Any) -> None:
    """Delete a session with everything in it."""
    row = held(session)
    study, pk = row.study, row.pk
    forget_people(row)
    row.delete()
    log(study, user, Deed.SESSION_DELETED, session=pk)


def keep_records(study: Study, records: Sequence[SessionRecord]) -> None:
    """Keep finished sessions of a study folder, in the place of those that are there; shown to the team alone."""
    study.sessions.filter(state=Session.State.FINISHED).delete()
    for record in records:
        moment = timezone.make_aware(datetime.combine(record.on, time(12)))
        session = _with_a_word(
            study, title=record.title[:120], state=Session.State.FINISHED, characteristic=record.characteristic or "",
            synthetic=record.synthetic, people=record.people, made_at=moment, opened_at=moment, finished_at=moment,
            effect=None if record.effect is None else record.effect.model_dump(mode="json"),
        )  # fmt: skip
        for place, judged in enumerate(record.scenarios, start=1):
            scenario = SessionScenario.objects.create(
                session=session, position=place, scenario=judged.scenario, why=judged.why, control=judged.control,
                first=None if judged.first is None else judged.first.model_dump(mode="json"),
                second=None if judged.second is None else judged.second.model_dump(mode="json"),
            )  # fmt: skip
            Argument.objects.bulk_create(
                Argument(
                    scenario=scenario,
                    answer=argument.answer,
                    text=argument.text,
                    at=moment,
                    request_key=f"folder-{number}",
                )
                for number, argument in enumerate(judged.arguments)
            )


def end_forgotten(session: Session) -> bool:
    """Finish a session that nobody finished, so that its judgements go; False where that was done already."""
    return finish(session, None)


def to_end(today: date) -> Iterable[Session]:
    """Return the sessions that were opened days before this one and never finished."""
    last_day = today - timedelta(days=OPEN_DAYS)
    return Session.objects.filter(state=Session.State.OPEN, opened_at__date__lt=last_day).select_related("study")


def last_number(session: Session) -> int:
    """Return the highest number of a seat."""
    return int(session.seats.aggregate(last=Max("number"))["last"] or 0)
