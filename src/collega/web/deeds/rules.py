"""How a study runs: its closing day, how many take part and how, when personal data go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from collega.study.period import last_day
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Collection, Deed, Study, log

RULES = ("closes_on", "most_participants", "release_after", "advice_first", "weights_before_closing", "withdraw_until",
         "keep_until")  # fmt: skip
# Settled at the launch: the same for every participant.
FIXED_RULES = ("weights_before_closing", "withdraw_until")
# Without effect once the study is closed.
COLLECTING_RULES = ("closes_on", "most_participants", "release_after", "weights_before_closing", "withdraw_until",
                    "open_link")  # fmt: skip


def data_until(study: Study) -> date:
    """Return the last day on which personal data are there: promised at the launch, or as a launch today would."""
    return study.keep_until or last_day(timezone.localdate(), study.as_defined.retention)


def change_rules(row: Study, user: Any, changed: Mapping[str, Any]) -> None:
    """Keep other values of ``RULES`` and of ``open_link``; ``row`` is the study, held.

    Raises
    ------
    RefusedError
        For a rule that can no longer change, or a day of deletion that is put off.
    """
    late = COLLECTING_RULES if row.collection == Collection.CLOSED else FIXED_RULES if row.launched else ()
    until = changed.get("keep_until", row.keep_until)
    if changed.keys() & set(late) or (row.keep_until and (until is None or until > row.keep_until)):
        raise RefusedError(_("This can no longer be changed."))
    if not changed:
        return
    for name in changed.keys() & set(RULES):
        setattr(row, name, changed[name])
    if "open_link" in changed:
        row.let_anybody_in(opened=changed["open_link"])
    row.save(update_fields=[*RULES, "open_token", "open_code"])
    rest = {name: str(value) for name, value in changed.items() if name != "keep_until"}
    if "keep_until" in changed:
        log(row, user, Deed.RETENTION_SHORTENED, until=changed["keep_until"].isoformat())
    if rest:
        log(row, user, Deed.RULES_CHANGED, **rest)
