"""Make multinomial.json: penalised multinomial logits by scikit-learn of data that the test makes again.

python tests/reference/multinomial.py tests/reference/multinomial.json

scikit-learn has one penalty for all columns, so columns are divided by the root of their own before it sees them.
"""

import json
import sys
from pathlib import Path

import numpy as np

PENALTY = np.array([1.0, 1.0, 1.0, 0.3, 0.3])


def make_data():
    """(80, 5) columns and (80,) answers, 0 to 3."""
    rng = np.random.default_rng(7)
    columns = rng.normal(size=(80, 5)) * np.array([1.0, 0.5, 2.0, 1.0, 0.2])
    chance = np.exp(columns @ rng.normal(size=(5, 4)))
    chance /= chance.sum(axis=1, keepdims=True)
    return columns, (rng.random(80)[:, None] > chance.cumsum(axis=1)).sum(axis=1)


def main(path):
    """Write what scikit-learn finds."""
    import sklearn
    from sklearn.linear_model import LogisticRegression

    columns, answer = make_data()
    model = LogisticRegression(C=1.0, tol=1e-10, max_iter=100_000)
    model.fit(columns / np.sqrt(PENALTY), answer)
    found = {
        "tool": f"scikit-learn {sklearn.__version__}, LogisticRegression",
        "weights": (model.coef_ / np.sqrt(PENALTY)).T.tolist(),
        "chance": model.predict_proba(columns / np.sqrt(PENALTY)).tolist(),
    }
    Path(path).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
