"""Held-out answers by other software, in the peers' environment.

Usage: peer_predictors.py regression|boosting|bart|numpyro ROWS.npz CHANCE.npy. The rows: ``x`` (N, K) coded levels,
``levels`` (N, C), ``who``, ``y``, ``held`` (N,) and ``n_answers``; the answer is (H, J).

Trees cannot know persons by a number, so they get how the person answered elsewhere: the mean, and how often each
answer, the row's own answer left out.
"""

from __future__ import annotations

import sys

import numpy as np

WARM_UP, DRAWS, CHAINS = 300, 300, 2
ROUNDS = (10, 25, 50, 100, 200)


def regression(data):
    """Ridge regression of the number of the answer on the levels, for each person apart; normal errors, cut up."""
    from scipy.special import ndtr
    from sklearn.linear_model import RidgeCV

    kept, n_answers = ~data["held"], int(data["n_answers"])
    mean, errors = np.empty(len(data["y"])), []
    overall = data["y"][kept].mean()
    for who in np.unique(data["who"]):
        own = data["who"] == who
        known = own & kept
        if known.sum() < 3:
            mean[own] = data["y"][known].mean() if known.any() else overall
            continue
        x, y = data["x"][known], data["y"][known].astype(float)
        model = RidgeCV(alphas=np.geomspace(0.1, 1000, 13)).fit(x, y)
        mean[own] = model.predict(data["x"][own])
        design = x - x.mean(axis=0)
        lever = np.diag(design @ np.linalg.solve(design.T @ design + model.alpha_ * np.eye(x.shape[1]), design.T))
        errors.append((y - model.predict(x)) / (1 - lever - 1 / len(y)))
    spread = np.sqrt(np.mean(np.square(np.concatenate(errors)))) if errors else data["y"][kept].std()
    cuts = (np.arange(1, n_answers) - 0.5 - mean[data["held"]][:, None]) / spread
    below = np.pad(ndtr(cuts), ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1)))
    return np.diff(below, axis=1)


def boosting(data):
    """scikit-learn's trees with small steps; how many by three inner folds of the training answers."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    def stages(known, asked, rounds):
        columns = features(data, known)
        kinds = np.arange(columns.shape[1]) < data["levels"].shape[1]
        model = HistGradientBoostingClassifier(
            learning_rate=0.05, max_iter=rounds, max_leaf_nodes=8, min_samples_leaf=10, categorical_features=kinds,
            early_stopping=False, random_state=1,
        )  # fmt: skip
        model.fit(columns[known], data["y"][known])
        for chance in model.staged_predict_proba(columns[asked]):
            whole = np.zeros((len(chance), int(data["n_answers"])))
            whole[:, model.classes_] = chance
            yield whole

    kept = np.flatnonzero(~data["held"])
    fold, scores = np.random.default_rng(1).permutation(len(kept)) % 3, np.zeros(len(ROUNDS))
    for number in range(3):
        known, asked = np.zeros(len(data["y"]), bool), kept[fold == number]
        known[kept[fold != number]] = True
        found = list(stages(known, asked, ROUNDS[-1]))
        for place, rounds in enumerate(ROUNDS):
            given = found[rounds - 1][np.arange(len(asked)), data["y"][asked]]
            scores[place] += np.log(np.maximum(given, 1e-4)).sum()
    *_, chance = stages(~data["held"], data["held"], ROUNDS[int(scores.argmax())])
    return chance


def bart(data):
    """stochtree's ordinal BART, with its default prior."""
    from stochtree import BARTModel, OutcomeModel

    columns = np.hstack([data["x"], features(data, ~data["held"])[:, data["levels"].shape[1] :]])
    held, y = data["held"], data["y"].astype(float)
    seen, place = np.unique(y[~held], return_inverse=True)
    model = BARTModel()
    model.sample(
        X_train=columns[~held], y_train=place.astype(float), X_test=columns[held],
        num_gfr=0, num_burnin=500, num_mcmc=500,
        general_params={"outcome_model": OutcomeModel(outcome="ordinal", link="cloglog"), "random_seed": 1,
                        "sample_sigma2_global": False},
        mean_forest_params={"sample_sigma2_leaf": False},
    )  # fmt: skip
    chance = np.zeros((held.sum(), int(data["n_answers"])))
    chance[:, seen.astype(int)] = model.predict(columns[held], type="mean", terms="y_hat", scale="probability")
    return chance


def numpyro(data):
    """NUTS on an ordered logit in which everyone's intercept and coefficients vary independently."""
    import jax
    import numpyro
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS

    numpyro.enable_x64()
    numpyro.set_host_device_count(CHAINS)
    kept, held, who = ~data["held"], data["held"], data["who"]
    x = np.hstack([np.ones((len(who), 1)), data["x"]])
    n_people, width, n_answers = int(who.max()) + 1, x.shape[1], int(data["n_answers"])

    def model():
        mu = numpyro.sample("mu", dist.Normal(0, 1.5).expand([width - 1]))
        sd = numpyro.sample("sd", dist.HalfNormal(1.0).expand([width]))
        z = numpyro.sample("z", dist.Normal(0, 1).expand([n_people, width]))
        order = dist.transforms.OrderedTransform()
        cut = numpyro.sample("cut", dist.TransformedDistribution(dist.Normal(0, 2.5).expand([n_answers - 1]), order))
        eta = x[kept, 1:] @ mu + (x[kept] * (sd * z)[who[kept]]).sum(axis=1)
        numpyro.sample("y", dist.OrderedLogistic(eta, cut), obs=data["y"][kept])

    kernel = NUTS(model, init_strategy=numpyro.infer.init_to_median)
    mcmc = MCMC(kernel, num_warmup=WARM_UP, num_samples=DRAWS, num_chains=CHAINS, progress_bar=False)
    mcmc.run(jax.random.PRNGKey(1))
    draws = {name: np.asarray(value) for name, value in mcmc.get_samples().items()}
    chance = np.zeros((held.sum(), n_answers))
    for mu, sd, z, cut in zip(draws["mu"], draws["sd"], draws["z"], draws["cut"], strict=True):
        eta = x[held, 1:] @ mu + (x[held] * (sd * z)[who[held]]).sum(axis=1)
        below = 1 / (1 + np.exp(-(cut - eta[:, None])))
        chance += np.diff(np.pad(below, ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1))), axis=1)
    return chance / len(draws["mu"])


def features(data, known):
    """Return (N, C + 1 + J): levels, and the mean and frequencies of the person's other known answers."""
    n_answers, who, y = int(data["n_answers"]), data["who"], data["y"]
    given = np.eye(n_answers)[y] * known[:, None]
    counts = np.zeros((int(who.max()) + 1, n_answers))
    np.add.at(counts, who, given)
    others = counts[who] - given
    overall = given.sum(axis=0) / given.sum()
    share = (others + overall) / (others.sum(axis=1, keepdims=True) + 1)
    return np.hstack([data["levels"], (share @ np.arange(n_answers))[:, None], share])


if __name__ == "__main__":
    method, source, target = sys.argv[1:]
    rows = dict(np.load(source))
    rows["y"], rows["who"] = rows["y"].astype(np.int64), rows["who"].astype(np.int64)
    np.save(target, {"regression": regression, "boosting": boosting, "bart": bart, "numpyro": numpyro}[method](rows))
