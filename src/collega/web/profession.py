"""The counts of the profession on the site: kept with the study, and looked at beside every fit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from collega.errors import NotComputedError
from collega.messages import kept, message_from
from collega.model.composition import Composition
from collega.model.profession import refusal, weigh
from collega.panel import Panel
from collega.panel.counts_file import Counts
from collega.web import bridge
from collega.web.records.models import StoredFit, Study

Groups = Mapping[str, Mapping[str, Sequence[int]]]


def counts_of(study: Study) -> Counts | None:
    """Return the counts of a study; None without any, and where its characteristics have changed since."""
    if not study.profession:
        return None
    counts = Counts.from_json(study.profession)
    known = {item.key: set(item.value_keys) for item in study.as_defined.characteristics}
    combined = {key: {cell[h] for cell in counts.cells} for h, key in enumerate(counts.characteristics)}
    characteristics: Mapping[str, Iterable[str]] = counts.margins or combined
    return counts if all(set(values) <= known.get(key, set()) for key, values in characteristics.items()) else None


def counts_key(study: Study) -> str:
    """Return what tells the counts apart from others; empty without any."""
    return sha256(json.dumps(study.profession, sort_keys=True).encode()).hexdigest() if study.profession else ""


def looked_at(study: Study, panel: Panel, groups: Groups) -> dict[str, Any]:
    """Return whether this panel can speak for the profession, to be kept with its fit.

    ``groups`` are the rows of the groups that may be shown, by characteristic and value.
    """
    counts = counts_of(study)
    if counts is None:
        return {}
    refused = refusal(counts, panel) or _unraked(counts, panel, groups)
    return {"counts": counts_key(study), "refused": kept(refused)}


def _unraked(counts: Counts, panel: Panel, groups: Groups) -> str:
    rows = {(key, value): rows for key, values in groups.items() for value, rows in values.items()}
    try:
        weigh(counts, Composition.from_groups(panel.counted.n_participants, rows))
    except NotComputedError as error:
        return error.message
    return ""


def refused(fit: StoredFit) -> str:
    """Return why the participants of a fit cannot speak for the profession; empty where they can."""
    if counts_of(fit.study) is None:
        return ""
    if fit.profession.get("counts") != counts_key(fit.study):
        return _("It was not looked at whether the participants of this model can speak for the profession.")
    return message_from(fit.profession["refused"])


def look_at_all(study: Study) -> list[str]:
    """Look at every fit with rows of participants again, after the counts have changed; return why some are refused."""
    reasons = []
    for row in study.fits.filter(erased=False).defer("arrays"):
        try:
            panel = bridge.panel_of(study, row.kind, members=row.members)
        except NotComputedError:
            continue
        row.profession = looked_at(study, panel, row.groups)
        row.save(update_fields=["profession"])
        reasons.append(message_from(row.profession.get("refused", "")))
    return list(dict.fromkeys(filter(None, reasons)))
