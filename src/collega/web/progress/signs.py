"""What is kept with everybody in view: how many answers, in how much time, and signs of careless answering."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl

from collega.errors import NotComputedError
from collega.panel import Panel, quality_flags
from collega.panel.flags import FLAGS
from collega.web import bridge
from collega.web.records.batches import IN_VIEW
from collega.web.records.models import Interview, Study

_AT_ONCE = 1000


def panel_in_view(study: Study, kind: str) -> Panel | None:
    """Return the panel of those in view; None while nobody is."""
    try:
        return bridge.panel_of(study, kind)
    except NotComputedError:
        return None


def keep_signs(study: Study, kind: str, panel: Panel) -> dict[str, int]:
    """Keep everybody's signs at their interview; return how many show each, any, and how many were left out."""
    rows = {row["participant"]: _signs(row) for row in quality_flags(panel).iter_rows(named=True)}
    seconds = _seconds(panel)
    changed = []
    for person in Interview.objects.filter(IN_VIEW, study=study, kind=kind).only("pseudonym", "looked"):
        if person.pseudonym not in rows:  # came into view meanwhile, or answered nothing
            continue
        looked = rows[person.pseudonym] | {"minutes": seconds[person.pseudonym] / 60}
        if person.looked != looked:
            person.looked, person.has_sign = looked, bool(looked["signs"])
            changed.append(person)
    Interview.objects.bulk_update(changed, ["looked", "has_sign"], batch_size=_AT_ONCE)
    counts = Counter(name for row in rows.values() for name in row["signs"])
    return {
        **{name: counts[name] for name in FLAGS},
        "any": sum(bool(row["signs"]) for row in rows.values()),
        "left_out": study.interviews.filter(kind=kind, included=False).count(),
    }


def _signs(row: dict[str, Any]) -> dict[str, Any]:
    signs = [name for name in FLAGS if row[name]]
    return {"answers": row["answers"], "signs": signs, "nl": row["reasons_nl"], "en": row["reasons_en"]}


def _seconds(panel: Panel) -> dict[str, float]:
    """Return everybody's seconds over all answers; what is not known counts as none."""
    cells = pl.DataFrame({"who": panel.participant, "seconds": panel.seconds})
    total = dict(cells.with_columns(pl.col("seconds").fill_nan(0.0)).group_by("who").sum().iter_rows())
    return {name: float(total.get(i, 0.0)) for i, name in enumerate(panel.people["participant"])}
