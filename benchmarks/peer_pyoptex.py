"""pyoptex's fixed-structure coordinate exchange, in the peers' environment: prints seconds, then the levels.

Usage: peer_pyoptex.py TRIES RUNS LEVELS ... Compiling is not timed.
"""

from __future__ import annotations

import sys
import time

from pyoptex._seed import set_seed
from pyoptex.doe.fixed_structure import Factor, create_fixed_structure_design, create_parameters, default_fn
from pyoptex.doe.fixed_structure.metric import Dopt
from pyoptex.utils.model import model2Y2X, partial_rsm_names

tries, runs, *levels = map(int, sys.argv[1:])
names = {f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate(levels)}
factors = [Factor(key, type="categorical", levels=keys) for key, keys in names.items()]
model = partial_rsm_names(dict.fromkeys(names, "lin"))
parameters = create_parameters(factors, default_fn(factors, Dopt(), model2Y2X(model, factors)), runs)
create_fixed_structure_design(parameters, n_tries=1)
set_seed(1)
began = time.perf_counter()
design = create_fixed_structure_design(parameters, n_tries=tries)[0]
seconds = time.perf_counter() - began
print(seconds, *(names[key].index(str(value)) for _, row in design.iterrows() for key, value in row.items()))
