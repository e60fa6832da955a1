"""A fit in one line."""

from dataclasses import replace

import numpy as np

from collega.cli.fitting import scale_sentence
from collega.model.checks.diagnosis import Diagnosis
from collega.model.checks.scale_use import ScaleUse
from collega.model.summary import summarise
from tests.model.made_fits import drawn_fit, estimated_fit, made_fit


def test_a_fit_tells_how_much_it_rests_on() -> None:
    assert repr(made_fit((2, 3))) == "<pooled fit (logit): 3 participants, 10 answers, 2 criteria>"
    one = made_fit((2,), n_people=1, converged=False)
    assert repr(one) == "<pooled fit (logit, NOT CONVERGED): 1 participant, 10 answers, 1 criterion>"


def seen(p_value: float) -> Diagnosis:
    use = ScaleUse(statistic=1.0, df=9.0, p_value=p_value, p_stretch=p_value, p_bend=None, sd=0.1)
    return Diagnosis(participants=3, proportional_odds=(), interactions=(), scale_use=use, scenarios=(), order=())


def test_a_fit_tells_whether_people_have_thresholds_of_their_own() -> None:
    alike = replace(drawn_fit(1, (2, 3)), diagnosis=seen(0.4))
    assert summarise(alike)["own_thresholds"] == {"used": False, "stretch_sd": None, "bend_sd": None}
    shown = scale_sentence(replace(alike, diagnosis=seen(0.0004)))
    assert "use the scale alike in this fit: though they differ (p below 0.001)." in shown
    assert "use the scale alike in this fit: no difference between them was shown (p 0.400)." in scale_sentence(alike)
    sd = np.tile([0.5, 0.25], (5, 1))
    draws = replace(alike.draws, stretch=np.zeros((5, 3, 2), dtype=np.float32), stretch_sd=sd)
    own = replace(alike, draws=draws, diagnosis=seen(2e-5))
    assert summarise(own)["own_thresholds"] == {"used": True, "stretch_sd": 0.5, "bend_sd": 0.25}
    assert "in their own ways (p below 0.001)" in scale_sentence(own)
    assert "0.50 of the logarithm of its width, and 0.25 more" in scale_sentence(own)
    assert "own_thresholds" not in summarise(estimated_fit((2,), [0.3], [0.7]))
