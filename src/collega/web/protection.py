"""How participants are protected in what is shown: one text, for the privacy page, the notice and the consent."""

from __future__ import annotations

from django.utils.translation import gettext as _


def protection(minimum: int) -> str:
    """Return what is promised of results; ``docs/methods/insights.md`` says how it is kept."""
    return _(
        "Results are only shown about groups of at least %(minimum)d participants. Where nearly everybody in a group "
        "is on the same side, the numbers are left out, since they would tell that of each of them. New results are "
        "only shown as far as enough participants have come or gone since the last time. So nobody can tell from the "
        "results for certain on which side one person's answer was, not even somebody who took part. The research team "
        "sees single answers, without names, and those of several participants at a time."
    ) % {"minimum": minimum}
