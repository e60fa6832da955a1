"""Who has seen what of a case, and so whether a judgement is blind.

A judgement is blind when this site had shown its author nothing of what others or the model think of the case: not the
own advice of its author, no judgement, reason, remark or outcome, and not the virtual colleague's advice on the same
levels or on levels that are one change away, since an advice tells the shares of all of those. What somebody asked
without signing in cannot be known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from collega.web.records.models import Asked, Case, Sight, Study

Levels = Mapping[str, str]


def note_asked(study: Study, user: Any, levels: Levels) -> None:
    """Keep that somebody saw the virtual colleague's advice on these levels, in a form that cannot be read back."""
    Asked.objects.bulk_create([Asked(study=study, token=_token(study, user, levels))], ignore_conflicts=True)


def has_asked(study: Study, user: Any, levels: Levels) -> bool:
    """Whether somebody saw an advice that told the share of these levels."""
    tokens = [_token(study, user, variation) for variation in _within_one_change(study, levels)]
    return Asked.objects.filter(study=study, token__in=tokens).exists()


def note_sight(case: Case, user: Any, way: Sight.Way) -> None:
    """Keep the moment at which somebody first saw more than the case itself."""
    Sight.objects.bulk_create([Sight(case=case, user=user, way=way)], ignore_conflicts=True)


def has_seen(case: Case, user: Any) -> bool:
    """Whether somebody cannot judge a case blind any more."""
    if case.author_id == user.pk or Sight.objects.filter(case=case, user=user).exists():
        return True
    return has_asked(case.study, user, case.levels)


def may_see(case: Case, user: Any) -> bool:
    """Whether somebody gets to see what others think of a case: its author, and whoever judged it."""
    return case.author_id == user.pk or case.judgements.filter(user=user).exists()


def seen_codes(study: Study, user: Any, cases: Iterable[Case]) -> frozenset[str]:
    """Return the codes of those of these cases of which somebody may see more than the case; one query for all."""
    cases = list(cases)
    judged = set(
        Case.objects.filter(pk__in=[case.pk for case in cases], study=study, judgements__user=user).values_list(
            "code", flat=True
        )
    )
    return frozenset(judged | {case.code for case in cases if case.author_id == user.pk})


def _within_one_change(study: Study, levels: Levels) -> list[dict[str, str]]:
    """Return the levels themselves, and all in which one criterion has another level or is blank."""
    near = [dict(levels)]
    for criterion in study.as_defined.criteria:
        others = {key: level for key, level in levels.items() if key != criterion.key}
        near += [others, *({**others, criterion.key: level.key} for level in criterion.levels)]
    return near


def _token(study: Study, user: Any, levels: Levels) -> str:
    text = f"{study.pk}|{user.pk}|{json.dumps(dict(levels), sort_keys=True)}"
    return salted_hmac("collega.casebook.asked", text, algorithm="sha256").hexdigest()
