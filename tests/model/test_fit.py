"""A fit in one line."""

from tests.model.made_fits import made_fit


def test_a_fit_tells_how_much_it_rests_on() -> None:
    assert repr(made_fit((2, 3))) == "<pooled fit (logit): 3 participants, 10 answers, 2 criteria>"
    one = made_fit((2,), n_people=1, converged=False)
    assert repr(one) == "<pooled fit (logit, NOT CONVERGED): 1 participant, 10 answers, 1 criterion>"
