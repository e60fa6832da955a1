"""pyoptex's fixed-structure coordinate exchange, in the peers' environment: prints seconds, then the levels."""

from __future__ import annotations

import sys
import time

import numpy as np
from pyoptex.doe.fixed_structure import Factor, Plot
from pyoptex.doe.fixed_structure.metric import Dopt
from pyoptex.doe.fixed_structure.wrapper import create_fixed_structure_design, create_parameters
from pyoptex.utils.model import model2Y2X, partial_rsm_names

runs, *levels = map(int, sys.argv[1:])
names = {f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate(levels)}
plot = Plot(level=0, size=runs)
factors = [Factor(key, plot, type="categorical", levels=keys) for key, keys in names.items()]
model = partial_rsm_names(dict.fromkeys(names, "tfi"))
model = model[model.sum(axis=1) <= 1]
began = time.perf_counter()
parameters = create_parameters(factors, model2Y2X(model, factors), Dopt())
design = create_fixed_structure_design(parameters, n_tries=10)[0]
seconds = time.perf_counter() - began
print(
    seconds,
    *(names[key].index(str(value)) for row in np.asarray(design) for key, value in zip(names, row, strict=True)),
)
