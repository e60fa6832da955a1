"""A finished session for the demonstration: people who do not exist judge, talk and judge again. Marked as made up."""

from __future__ import annotations

from typing import Any

import numpy as np

from collega.web.deeds.programme import programme
from collega.web.deeds.session import add_argument, finish, go_on, make_session, open_session, show_session
from collega.web.records.models import Seat, Session, SessionScenario, Study, Vote
from collega.web.session_bridge import model_share, suggestions_for

PEOPLE, SEED = 18, 16
_MOVED = 0.5  # what the talk adds, in standard deviations of a judgement
ARGUMENTS = (
    (-1, "Het dient het doel waarvoor de gegevens zijn verzameld; dat mogen mensen verwachten."),
    (-1, "Zonder deze gegevens moet de betrokkene alles opnieuw aanleveren."),
    (-2, "Als we vastleggen wie het bekijkt en waarom, durf ik het aan."),
    (1, "De betrokkene kan hier last van krijgen, en weet van niets."),
    (0, "Er is geen wettelijke taak die dit draagt. Dan houdt het op."),
    (None, "Vraag het eerst aan de betrokkene zelf."),
)


def finished_session(study: Study, user: Any) -> Session | None:
    """Hold a session about what the model suggests; None where it suggests nothing."""
    suggestions = suggestions_for(study)
    talks = [(suggestion.scenario, suggestion.why) for suggestion in suggestions if suggestion.why != "control"]
    control = next((suggestion.scenario for suggestion in suggestions if suggestion.why == "control"), "")
    if not talks:
        return None
    item = study.as_defined.characteristics[0] if study.as_defined.characteristics else None
    session = make_session(
        study, user, title="Verdiepende sessie (nagebootst)", scenarios=talks, control=control,
        characteristic="" if item is None else item.key, synthetic=True,
    )  # fmt: skip
    open_session(session, user)
    rng = np.random.default_rng(SEED)
    values = [""] if item is None else list(item.value_keys[:2])
    Seat.objects.bulk_create(Seat(session=session, number=n + 1, value=values[n % len(values)]) for n in range(PEOPLE))
    _hold(session, user, rng)
    finish(session, user)
    show_session(session, user, visible=True)
    session.refresh_from_db()
    return session


def _hold(session: Session, user: Any, rng: np.random.Generator) -> None:
    seats = list(session.seats.all())
    stable: dict[int, np.ndarray[Any, Any]] = {}
    texts = iter(ARGUMENTS)
    for stop in programme(list(session.scenarios.all())):
        session.refresh_from_db()
        go_on(session, user, session.version)
        if stop.round is not None:
            opinions = stable.setdefault(stop.scenario.pk, _opinions(session.study, stop.scenario, len(seats), rng))
            moved = _MOVED if stop.round == 2 and not stop.scenario.control else 0.0
            _vote(
                session.study, stop.scenario, stop.round, seats, opinions + moved + rng.normal(0, 0.6, len(seats)), rng
            )
        elif stop.step == "talk":
            for answer, text in (pair for pair, _ in zip(texts, range(3), strict=False)):
                _argue(session, stop.scenario, answer, text)


def _opinions(study: Study, scenario: SessionScenario, people: int, rng: np.random.Generator) -> Any:
    share = model_share(study, scenario.scenario)
    middle = 0.0 if share is None else np.log(share.share / (1 - share.share)) / 1.7
    return rng.normal(middle, 1.0, people)


def _vote(
    study: Study, scenario: SessionScenario, round_: int, seats: list[Seat], latent: Any, rng: np.random.Generator
) -> None:
    keys, positive = study.as_defined.answer_keys, study.as_defined.positive
    cuts = np.concatenate([-np.arange(positive - 1, 0, -1), np.zeros(1), np.arange(1, len(keys) - positive)]) * 1.1
    answers = np.searchsorted(cuts, latent)
    guesses = np.clip(np.round((latent > 0).mean() * 100 - 16 + rng.normal(0, 14, len(seats)), -1), 0, 100)
    stays = seats if round_ == 1 else seats[:-1]  # one phone drops out
    Vote.objects.bulk_create(
        Vote(seat=seat, scenario=scenario, round=round_, answer=keys[int(answers[n])], request_key=f"demo-{n}",
             guess=int(guesses[n]) if round_ == 1 else None)
        for n, seat in enumerate(stays)
    )  # fmt: skip


def _argue(session: Session, scenario: SessionScenario, answer: int | None, text: str) -> None:
    keys = session.study.as_defined.answer_keys
    scenario.session = session
    add_argument(scenario, answer="" if answer is None else keys[answer], text=text, key=text[:40])
