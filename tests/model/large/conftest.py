"""A panel fitted exactly and as if it were too large for that."""

import numpy as np
import pytest

from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.large.fit import fit_large
from collega.model.large.settings import Settings
from tests.model.hierarchical.simulated import make_panel

EFFORT = Effort(chains=2, warm_up=150, sweeps=400, rounds=0)
SETTINGS = Settings(subsample=200, representatives=150, of_a_group=50, draws=200, part=250)


@pytest.fixture(scope="session")
def panel():
    return make_panel(seed=4, n_people=440, characteristics=(2,), scenarios=14)


@pytest.fixture(scope="session")
def before(panel):
    return panel.keep(np.arange(440) < 400)


@pytest.fixture(scope="session")
def fit(before):
    return fit_large(before, settings=SETTINGS, effort=EFFORT)


@pytest.fixture(scope="session")
def exact(before):
    return fit_hierarchical(before, effort=EFFORT)
