"""A lively casebook for the demonstration: three organisations, people, cases, judgements, talk and outcomes."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from collega.web.accounts.models import User
from collega.web.deeds import case_discussion, case_judging, casebook, casebook_mail
from collega.web.deeds.casebook import Told
from collega.web.jobs.demo_casebook_texts import (
    CASES,
    KEYS,
    NEGATIVE,
    OF_THE_DEMO,
    ORGANISATIONS,
    PEOPLE,
    POSITIVE,
    DemoCase,
)
from collega.web.records.models import (
    Batch,
    Case,
    Judgement,
    Organisation,
    Outcome,
    Remark,
    Role,
    Sight,
    Study,
    Visibility,
    WeekCase,
)

SEED = 7


def fill_casebook(study: Study, owner: User) -> None:
    """Fill the casebook of a study that is marked synthetic and asks what the cases are about, once.

    Every judgement is drawn with the share that the model gives its case, so what the pages say of practice is right.
    """
    if not study.synthetic or study.cases.exists() or not set(KEYS) <= set(study.as_defined.criterion_keys):
        return
    dice = random.Random(SEED)
    with transaction.atomic():
        people = _people(study)
        for content in CASES:
            _case(study, content, people[content.author], people, dice)
        _case(study, OF_THE_DEMO, owner, people, dice)
        _judged_by(owner, study, dice)
        week = Case.objects.get(study=study, title=CASES[-1].title)
        WeekCase.objects.create(study=study, case=week, monday=casebook_mail.monday_of(timezone.localdate()))


def _people(study: Study) -> list[User]:
    places = [Organisation.objects.get_or_create(name=name, defaults={"type": kind})[0] for name, kind in ORGANISATIONS]
    people = []
    for number, (function, place, name) in enumerate(PEOPLE, start=1):
        user = User.objects.create_user(
            f"professional-{number}@example.org", name=name or f"Verzonnen {number}", function=function,
            organisation=places[place], shows_name=bool(name), language="nl",
        )  # fmt: skip
        Role.objects.create(study=study, user=user, kind=Role.Kind.PROFESSIONAL, organisation=places[place])
        people.append(user)
    return people


def _case(study: Study, content: DemoCase, author: User, people: list[User], dice: random.Random) -> Case:
    filled = zip(KEYS, content.levels.split(), strict=True)
    levels = {key: level for key, level in filled if level != "-" and key in study.as_defined.criterion_keys}
    place = study.roles.filter(user=author).values_list("organisation", flat=True).first()
    case = casebook.make(
        study, author, Told(title=content.title, text=content.text, question=content.question, levels=levels),
        organisation=place,
    )  # fmt: skip
    casebook.advise(case, author, answer=content.answer, motivation=content.motivation, deciding=content.deciding)
    case.refresh_from_db()
    casebook.share(case, author, Visibility.ALL)
    case.refresh_from_db()
    others = [user for user in people if user != author]
    judges = dice.sample(others, min(content.judges, len(others)))
    for user in judges:
        _judge(case, user, content, dice)
    for number, text in content.remarks:
        _say(case, people[number], text, content, dice)
    if content.outcome:
        side, decided, reason = content.outcome
        casebook.record_outcome(case, author, side=side, decided=decided, why=reason)
    _date(case, timedelta(weeks=content.weeks_ago, hours=dice.randrange(60)))
    return case


def _judge(case: Case, user: User, content: DemoCase, dice: random.Random) -> None:
    positive = dice.random() < case.advice.get("share", 0.5)
    keys = [answer.key for answer in case.study.as_defined.answers if answer.positive == positive]
    reasons = (*content.positive, *POSITIVE) if positive else (*content.negative, *NEGATIVE)
    reasons_given = set(case.judgements.values_list("reason", flat=True))
    reason = next((reason_text for reason_text in reasons if reason_text not in reasons_given), reasons[-1])
    case_judging.judge(case, user, answer=dice.choice(keys), reason=reason)


def _say(case: Case, user: User, text: str, content: DemoCase, dice: random.Random) -> None:
    if case.author_id != user.pk and not case.judgements.filter(user=user).exists():
        _judge(case, user, content, dice)
    case_discussion.add_remark(case, user, text)


def _judged_by(user: User, study: Study, dice: random.Random) -> None:
    """Let the visitor of the demonstration have judged the older cases, so that there is something to see."""
    by_title = {content.title: content for content in CASES}
    for case in Case.objects.filter(study=study).exclude(author=user).order_by("shared_at")[:7]:
        _judge(case, user, by_title[case.title], dice)


def _date(case: Case, ago: timedelta) -> None:
    """Move a case, with all that was said about it, into the past."""
    moment = timezone.now() - ago
    Case.objects.filter(pk=case.pk).update(made_at=moment, advised_at=moment, shared_at=moment)
    rows: tuple[tuple[Any, str], ...] = (
        (Judgement, "at"), (Batch, "at"), (Sight, "at"), (Remark, "at"), (Outcome, "told_at")
    )  # fmt: skip
    for model, name in rows:
        for number, row in enumerate(model.objects.filter(case=case).order_by("pk"), start=1):
            later = moment + ago * min(number, 20) / 24
            model.objects.filter(pk=row.pk).update(**{name: later})
