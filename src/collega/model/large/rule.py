"""From where on a panel is too large to sample whole."""

from __future__ import annotations

from collega.panel.panel import Panel

LARGE = 4000


def is_large(panel: Panel) -> bool:
    """Whether more than ``LARGE`` people count: then a subsample is sampled, and everybody's posterior follows."""
    return panel.counted.n_participants > LARGE
