"""Fits of the studies of ``noise``, kept on disk: a fit takes seconds, what is computed from it a moment.

Chains are shortened (``SHORT``); the long form of ``noise`` fits some of the studies with the chains of the product.
All studies of ``truth`` have the same ten numbers of levels, in another order. So from number ``SHARED_DESIGNS`` their
designs are four, composed once, with columns in the order of the study: composing one takes twice as long as a fit.
"""

from __future__ import annotations

import json
import os
import pickle  # of files that this benchmark wrote itself  # nosec B403
import sys
import tempfile
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks import truth
from benchmarks.truth import KINDS, SCENARIOS, STATED, VERSIONS, Drawn, draw
from collega.design import Design, compose
from collega.model.fit import Fit
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.store import pack_fit, unpack_fit

DRAWS = 1000
SHARED_DESIGNS, DESIGNS = 34000, 4
SHORT = Effort(chains=2, warm_up=250, sweeps=750, rounds=0)


def fit_of(number: int, *, effort: Effort | None = SHORT) -> tuple[Drawn, Fit]:
    """Return study ``number`` with its hierarchical fit, from the folder where it was fitted before.

    ``effort`` None: the chains of the product.
    """
    drawn, file = _drawn(number), _folder() / f"{number}{'-long' if effort is None else ''}.npz"
    if not file.exists():
        _keep(file, _thinned(fit_hierarchical(drawn.panel, seed=number + 1, effort=effort)))
    with np.load(file) as stored:
        values = json.loads(str(stored["json"]))
        return drawn, unpack_fit(values, {name: stored[name] for name in stored.files if name != "json"})


def _drawn(number: int) -> Drawn:
    """Return a study; composing its design takes as long as a short fit, so it is kept too."""
    file = _folder() / f"{number}.pickle"
    if not file.exists():
        drawn = draw(number) if number < SHARED_DESIGNS else _draw_on_shared_design(number)
        file.write_bytes(pickle.dumps(drawn))
    drawn = pickle.loads(file.read_bytes())  # written by this benchmark  # nosec B301
    assert isinstance(drawn, Drawn)
    return drawn


def _draw_on_shared_design(number: int) -> Drawn:
    """Return study ``number`` as ``truth`` draws it, on a design that it shares with every fourth study."""
    rng = np.random.default_rng([20241124, number])
    study = truth.draw_study(rng)
    weights = truth.draw_weights(rng, study)
    group, utilities, intercepts = truth.draw_people(rng, weights, KINDS[number % len(KINDS)])
    thresholds = truth.draw_thresholds(rng, STATED)
    design = _shared_design(number // len(KINDS) % DESIGNS)  # not in step with the kinds of people
    order = np.argsort(study.n_levels, kind="stable")
    profiles = np.empty_like(design.profiles)
    profiles[:, order] = design.profiles
    panel = truth.draw_panel(rng, study, group, utilities, intercepts, thresholds, replace(design, profiles=profiles))
    cases = np.column_stack([rng.integers(0, levels, truth.NEW_CASES) for levels in study.n_levels])
    return Drawn(panel, weights, group, utilities, intercepts, thresholds, cases)


@cache
def _shared_design(number: int) -> Design:
    """Return a design of which the columns go by their number of levels, least first; kept on disk."""
    file = _folder() / f"design-{number}.pickle"
    if not file.exists():
        study = truth.draw_study(np.random.default_rng(0))
        study = study.model_copy(update={"criteria": sorted(study.criteria, key=lambda each: len(each.levels))})
        made = compose(study, scenarios=SCENARIOS, versions=VERSIONS, seed=SHARED_DESIGNS + number)
        file.write_bytes(pickle.dumps(made))
    design = pickle.loads(file.read_bytes())  # written by this benchmark  # nosec B301
    assert isinstance(design, Design)
    return design


def _folder() -> Path:
    folder = Path(os.environ.get("COLLEGA_NOISE_FITS") or Path(tempfile.gettempdir()) / "collega-noise-fits")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(file: Path, fit: Fit) -> None:
    values, arrays = pack_fit(fit)
    temporary = file.with_name(f".{file.name}")
    with temporary.open("wb") as stream:
        np.savez(stream, json=np.array(json.dumps(values)), **arrays)  # type: ignore[arg-type]  # names of arrays
    temporary.replace(file)


def _thinned(fit: Fit) -> Fit:
    """Return the fit with about ``DRAWS`` of its draws, evenly spread."""
    assert fit.draws is not None
    total = len(fit.draws.thresholds)
    chosen = np.unique(np.linspace(0, total - 1, min(DRAWS, total)).round().astype(np.int64))
    some = {
        each.name: getattr(fit.draws, each.name)[chosen]
        for each in fields(fit.draws)
        if isinstance(getattr(fit.draws, each.name), np.ndarray)
    }
    return replace(fit, draws=replace(fit.draws, **some))


if __name__ == "__main__":
    first, studies = map(int, sys.argv[1:])
    for number in range(first, first + studies):
        fit_of(number)
        print(number, flush=True)
