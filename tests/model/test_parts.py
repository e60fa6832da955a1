"""Models of a panel in parts: the same fit as in one piece."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.checks.part import part_of
from collega.model.choice import choose_model
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.model.mixed import fit_mixed
from collega.model.pooled import fit_pooled
from collega.panel import Panel
from collega.panel.parts import PanelParts, spread_panel
from collega.pieces import LocalPieces
from tests.model.simulated import simulated_panel, without_level

FITS = {"pooled": fit_pooled, "mixed": fit_mixed}


def in_parts(panel: Panel, n_parts: int = 3) -> PanelParts:
    return spread_panel(panel, LocalPieces.from_values, n_parts)


def require_same(one: Fit, other: Fit, tolerance: float = 1e-8) -> None:
    """Fail where two fits differ in anything but the time they took."""
    assert one.estimates is not None
    assert other.estimates is not None
    for name in ("thresholds", "thresholds_se", "part_worths", "part_worths_se"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=tolerance, nan_ok=True)
    for name in ("covariance", "covariance_plain"):
        expected = getattr(other.estimates, name)
        assert getattr(one.estimates, name) == pytest.approx(expected, abs=tolerance, nan_ok=True)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-12)
    for name in ("participants", "n_answers", "limits", "warnings", "data_hash", "converged", "study_hash"):
        assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
@pytest.mark.parametrize("n_parts", [1, 3, 40])
def test_in_parts_as_in_one_piece(fit: Callable[..., Fit], n_parts: int) -> None:
    panel = simulated_panel(21, participants=40)
    require_same(fit(in_parts(panel, n_parts)), fit(panel))


@pytest.mark.parametrize("fit", FITS.values(), ids=FITS)
def test_in_parts_with_an_answer_and_a_level_that_nobody_used(fit: Callable[..., Fit]) -> None:
    panel, _ = without_level(simulated_panel(22, participants=30))
    unused = np.where(panel.answer == 1, 2, panel.answer).astype(np.int8)
    panel = Panel(
        study=panel.study, design=panel.design, people=panel.people, participant=panel.participant,
        scenario=panel.scenario, answer=unused,
    )  # fmt: skip
    require_same(fit(in_parts(panel)), fit(panel))


def test_in_parts_the_same_model_is_chosen_and_the_same_part_diagnosed(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = simulated_panel(23, participants=31)
    parts = in_parts(panel, 4)
    assert choose_model(parts) == choose_model(panel)
    monkeypatch.setattr("collega.model.checks.part.MOST_ANSWERS", 200)
    some, same = part_of(parts), part_of(panel)
    assert some.people.equals(same.people)
    assert np.array_equal(some.answer, same.answer)
    assert estimate(parts, "pooled").diagnosis == estimate(panel, "pooled").diagnosis


def test_in_parts_what_cannot_be_fitted_is_refused_alike() -> None:
    panel = simulated_panel(24, participants=30)
    alike = Panel(
        study=panel.study, design=panel.design, people=panel.people, participant=panel.participant,
        scenario=panel.scenario, answer=np.zeros_like(panel.answer),
    )  # fmt: skip
    with pytest.raises(NotComputedError) as here:
        fit_pooled(alike)
    with pytest.raises(NotComputedError) as there:
        fit_pooled(in_parts(alike))
    assert str(here.value) == str(there.value)


def test_progress_only_ever_grows() -> None:
    told: list[float] = []
    panel = simulated_panel(25, participants=30)
    estimate(
        spread_panel(panel, LocalPieces.from_values, 3, told.append), "mixed", progress=told.append, diagnosed=False
    )
    assert told[:3] == pytest.approx([1 / 3, 2 / 3, 1.0])
    assert told[3:] == sorted(told[3:])
    assert len(told) > 6


KINDS = """
import sys
from numba.core.dispatcher import Dispatcher
from tests.model.simulated import simulated_panel
from tests.model.test_parts import FITS, in_parts
panel = simulated_panel(21, participants=40)
for fit in FITS.values():
    fit(panel), fit(in_parts(panel))
kernels = [value for name, module in list(sys.modules.items()) if name.startswith("collega")
           for value in vars(module).values() if isinstance(value, Dispatcher) and value.nopython_signatures]
assert any(kernel.__name__ == "answer_sums" for kernel in kernels)
print({kernel.__name__ for kernel in kernels if len(kernel.nopython_signatures) > 1})
"""


def test_parts_need_no_other_kernels() -> None:
    """A second kind of arguments is seconds of compiling for whoever fits in parts first."""
    done = subprocess.run([sys.executable, "-c", KINDS], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
