"""What limits the answers of one group: a model learns of it from others where its members judged nothing."""

from __future__ import annotations

import numpy as np

from collega.panel.judged_levels import judged_levels
from collega.panel.limits import Limit, level_names
from collega.panel.panel import Panel


def group_limits(panel: Panel, characteristic: str, value: str) -> tuple[Limit, ...]:
    """Return the levels that others judged and nobody of a group did; nothing where there are none, or no group."""
    panel = panel.counted
    members = panel.keep(panel.group(characteristic, value))
    if not members.n_answers:
        return ()
    absent = np.array(level_names(panel.study))[judged_levels(panel).levels & ~judged_levels(members).levels]
    about = (f"{characteristic}={value}", *absent.tolist())
    return (Limit(kind="unjudged_in_group", about=about),) if len(absent) else ()
