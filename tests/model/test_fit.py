"""A fit in one line."""

from dataclasses import replace

import numpy as np
import pytest

from collega.cli.fitting import scale_sentence
from collega.model.fit import ScaleTest
from collega.model.summary import summarise
from tests.model.made_fits import drawn_fit, estimated_fit, made_fit


def test_a_fit_tells_how_much_it_rests_on() -> None:
    assert repr(made_fit((2, 3))) == "<pooled fit (logit): 3 participants, 10 answers, 2 criteria>"
    one = made_fit((2,), n_people=1, converged=False)
    assert repr(one) == "<pooled fit (logit, NOT CONVERGED): 1 participant, 10 answers, 1 criterion>"


def test_a_fit_tells_whether_people_have_thresholds_of_their_own() -> None:
    alike = replace(drawn_fit(1, (2, 3)), scale_test=ScaleTest(stretch=0.4, bend=0.2))
    assert summarise(alike)["own_thresholds"] == {
        "used": False, "p_value": pytest.approx(0.4), "stretch_sd": None, "bend_sd": None,
    }  # fmt: skip
    assert "use the scale alike in this fit: no difference between them was shown (p 0.400)." in scale_sentence(alike)
    sd = np.tile([0.5, 0.25], (5, 1))
    draws = replace(alike.draws, stretch=np.zeros((5, 3, 2), dtype=np.float32), stretch_sd=sd)
    own = replace(alike, draws=draws, scale_test=ScaleTest(stretch=1e-5, bend=1.0))
    assert summarise(own)["own_thresholds"] == {
        "used": True, "p_value": pytest.approx(2e-5), "stretch_sd": 0.5, "bend_sd": 0.25,
    }  # fmt: skip
    assert "in their own ways (p below 0.001)" in scale_sentence(own)
    assert "0.50 of the logarithm of its width, and 0.25 more" in scale_sentence(own)
    assert "own_thresholds" not in summarise(estimated_fit((2,), [0.3], [0.7]))
    assert ScaleTest(stretch=0.9, bend=0.8).p_value == 1.0
