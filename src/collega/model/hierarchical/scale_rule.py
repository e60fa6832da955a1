"""Whether people use the scale in their own ways: a stated rule, the same for the same answers whatever the seed."""

from __future__ import annotations

from collega.panel.panel import Panel


def uses_scale(panel: Panel) -> bool:
    """Return whether ..."""
    return False
