"""Make arviz_diagnostics.json: R-hat and effective sample sizes by ArviZ of draws that the test makes again.

python tests/reference/arviz_diagnostics.py tests/reference/arviz_diagnostics.json
"""

import json
import sys
from pathlib import Path

import arviz
import numpy as np


def make_draws():
    """(4, 500, 6): independent, positively and negatively correlated, shifted, of unequal width, heavy-tailed."""
    rng = np.random.default_rng(42)
    noise = rng.normal(size=(4, 500, 6))
    for t in range(1, 500):
        noise[:, t, 1] = 0.9 * noise[:, t - 1, 1] + np.sqrt(1 - 0.9**2) * noise[:, t, 1]
        noise[:, t, 2] = -0.4 * noise[:, t - 1, 2] + np.sqrt(1 - 0.4**2) * noise[:, t, 2]
    noise[:, :, 3] += np.array([0.0, 0.1, 0.3, -0.2])[:, None]
    noise[:, :, 4] *= np.array([1.0, 1.0, 1.5, 0.8])[:, None]
    noise[:, :, 5] = np.tan(1.5 * np.tanh(noise[:, :, 5]))
    return noise


def main(path):
    """Write what ArviZ says of each quantity."""
    draws = make_draws()
    methods = {
        "r_hat": lambda x: arviz.rhat(x, method="rank"),
        "ess_bulk": lambda x: arviz.ess(x, method="bulk"),
        "ess_tail": lambda x: arviz.ess(x, method="tail", prob=(0.05, 0.95)),
    }
    stored = {name: [float(f(draws[:, :, q])) for q in range(6)] for name, f in methods.items()}
    stored["arviz"] = arviz.__version__
    path.write_text(json.dumps(stored, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
