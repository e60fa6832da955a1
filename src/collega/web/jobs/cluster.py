"""The workers of a cluster for the heavy jobs, where the settings name one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from django.conf import settings

from collega.model.choice import choose_model
from collega.panel import Panel
from collega.panel.parts import PanelParts, spread_panel
from collega.workers import Workers, WorkersError, workers_at

_logger = logging.getLogger(__name__)
_PARTS_A_CORE = 2
R = TypeVar("R")


@contextmanager
def site_workers() -> Iterator[Workers | None]:
    """Yield the workers of ``COLLEGA_CLUSTER``; None without that setting, and where they do not answer.

    A study gets its model either way: what a cluster cannot do now, the worker of the site does itself.
    """
    with ExitStack() as stack:
        workers = None
        if settings.CLUSTER:
            try:
                workers = stack.enter_context(workers_at(settings.CLUSTER))
            except WorkersError as error:
                _logger.warning("Computing here instead: %s", error)
        yield workers


def on_site_workers(work: Callable[[Workers | None], R]) -> R:
    """Return what ``work`` makes with the workers of the site, or without them where they fail midway."""
    with site_workers() as workers:
        if workers is None:
            return work(None)
        try:
            return work(workers)
        except WorkersError as error:
            _logger.warning("Computing here instead: %s", error)
    return work(None)


def spread_to(workers: Workers | None, panel: Panel) -> Panel | PanelParts:
    """Return the panel in parts on the workers, where there are any and its model can be spread."""
    if workers is None or choose_model(panel).model == "hierarchical":
        return panel
    return spread_panel(panel, workers.scatter, _PARTS_A_CORE * workers.cores)
