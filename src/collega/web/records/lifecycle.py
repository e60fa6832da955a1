"""What happens to a study's rows when its collection ends, whoever ends it."""

from __future__ import annotations

from typing import Any

from collega.web.records.batches import open_all
from collega.web.records.invitation import Link
from collega.web.records.study import Collection, Study, log


def close(study: Study, user: Any) -> None:
    """Close a study for good: the link between invitations and interviews is destroyed."""
    study.collection = Collection.CLOSED
    study.let_anybody_in(wanted=False)
    study.save(update_fields=["collection", "open_token", "open_code"])
    Link.objects.filter(invitation__study=study).delete()
    open_all(study)
    log(study, user, "study closed")
