"""Make hierarchical_nuts*.json: the hierarchical model sampled by NumPyro's NUTS, written from the model's definition.

Run once, in an environment with numpyro (the product never needs it):

    python tests/reference/hierarchical_nuts.py tests/reference/hierarchical_nuts.json 8000 0.998
    python tests/reference/hierarchical_nuts.py tests/reference/hierarchical_nuts_scale_use.json 2500 0.97

In the second panel people place the thresholds in their own ways, and so do they in the model (``positive`` there).
It reads the panel (answers, levels, groups) from the file and writes posterior means and standard deviations into
it. Contrasts come from a QR factorisation, not from the product: the prior treats levels alike, so any orthogonal
contrasts give the same part-worths.
"""

import json
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import ndtr
from numpyro.diagnostics import summary

PRIOR = {
    "thresholds": 2.5,
    "mean": 1.0,
    "spread": 0.5,
    "group": 0.3,
    "intercept": 1.0,
    "group_intercept": 0.5,
    "local": 2.0,
    "degrees": 3.0,
    "stretch": 0.5,
    "bend": 0.5,
}


def unit_contrasts(n):
    """(n, n-1) orthogonal contrasts with rows of length one."""
    q, _ = np.linalg.qr(np.column_stack([np.ones(n), np.eye(n)[:, : n - 1]]))
    return q[:, 1:] * np.sqrt(n / (n - 1))


def code(values, sizes):
    """One block of contrasts for each column of ``values``."""
    return np.hstack([unit_contrasts(n)[values[:, c]] for c, n in enumerate(sizes)])


def personal_thresholds(tau, n_people, positive):
    """(I, J-1): everyone's increments, from the positive threshold, are exp(a_i + d_il) times the common ones."""
    sd = numpyro.sample("scale_use", dist.HalfNormal(jnp.array([PRIOR["stretch"], PRIOR["bend"]])))
    a = sd[0] * numpyro.sample("unit_stretch", dist.Normal(jnp.zeros((n_people, 1)), 1))
    d = sd[1] * numpyro.sample("unit_bend", dist.Normal(jnp.zeros((n_people, len(tau) - 1)), 1))
    steps = (tau[1:] - tau[:-1]) * jnp.exp(a + d)
    at = positive - 1
    above = tau[at] + jnp.cumsum(steps[:, at:], axis=1)
    below = tau[at] - jnp.cumsum(steps[:, :at][:, ::-1], axis=1)[:, ::-1]
    return jnp.hstack([below, jnp.full((n_people, 1), tau[at]), above])


def model(x, z, block, family, person, answer, n_answers, positive):
    """b_i = m + G (z_i, place_i) + w u_i; answer j where tau_j-1 < x'b_i + e <= tau_j, tau own with ``positive``."""
    n_blocks, n_families = block.max() + 1, family.max() + 1  # the last family is the common direction
    half = dist.HalfNormal
    tau = numpyro.sample("tau", dist.ImproperUniform(dist.constraints.ordered_vector, (), (n_answers - 1,)))
    numpyro.factor("tau_prior", dist.Normal(0, PRIOR["thresholds"]).log_prob(tau).sum())
    overall = numpyro.sample(
        "overall", half(jnp.array([PRIOR["mean"], PRIOR["spread"], *[PRIOR["group"]] * n_families]))
    )
    degrees = jnp.append(1.0, jnp.full(n_blocks - 1, PRIOR["degrees"]))  # of the intercept half-normal
    unit_sigma = jnp.sqrt(numpyro.sample("sigma_squared", dist.Chi2(degrees)))
    unit_spread = jnp.sqrt(numpyro.sample("spread_squared", dist.Chi2(degrees)))
    unit_scale = jnp.sqrt(numpyro.sample("scale_squared", dist.Chi2(jnp.tile(degrees[:, None], (1, n_families)))))
    # half-Cauchy up to a bound: the tangent of a uniform angle
    angle = dist.Uniform(0.0, jnp.arctan(PRIOR["local"])).expand([n_blocks - 1])
    local = jnp.tan(numpyro.sample("angle", angle))
    sigma = unit_sigma * overall[0] * jnp.append(1.0, local)
    spread = unit_spread * jnp.append(PRIOR["intercept"], overall[1] * local)
    first = jnp.full((1, n_families), PRIOR["group_intercept"])
    scale = unit_scale * jnp.vstack([first, overall[2:] * local[:, None]])
    m = numpyro.sample("unit_m", dist.Normal(jnp.zeros(len(block)), 1)) * sigma[block] * (block > 0)
    g = numpyro.sample("unit_g", dist.Normal(jnp.zeros((len(block), len(family))), 1)) * scale[block][:, family]
    place = numpyro.sample("place", dist.Normal(jnp.zeros((len(z), 1)), 1))
    u = numpyro.sample("u", dist.Normal(jnp.zeros((len(z), len(block))), 1))
    b = m + jnp.hstack([z, place]) @ g.T + spread[block] * u
    eta = (x * b[person]).sum(axis=1)
    own = personal_thresholds(tau, len(z), positive) if positive else jnp.tile(tau, (len(z), 1))
    edges = jnp.pad(jnp.pad(own, [(0, 0), (1, 0)], constant_values=-40.0), [(0, 0), (0, 1)], constant_values=40.0)
    low, high = edges[person, answer] - eta, edges[person, answer + 1] - eta
    flip = low > 0
    p = ndtr(jnp.where(flip, -low, high)) - ndtr(jnp.where(flip, -high, low))
    numpyro.factor("answers", jnp.log(jnp.maximum(p, 1e-300)).sum())
    for name, value in {
        "m": m,
        "spread": spread,
        "sigma": sigma,
        "scale": scale,
        "local": local,
        "average": b.mean(axis=0),
        "typical": own.mean(axis=0),
        "widths": own[:, -1] - own[:, 0],
    }.items():
        numpyro.deterministic(name, value)


def main(path, samples, accept):
    """Sample, and write the posterior beside the panel."""
    stored = json.loads(path.read_text())
    panel = {key: np.array(value) for key, value in stored["panel"].items()}
    sizes, groups = panel["n_levels"], panel["characteristics"]
    x = np.hstack([np.ones((len(panel["answer"]), 1)), code(panel["profiles"][panel["scenario"]], sizes)])
    z = code(panel["groups"], groups)
    block = np.repeat(np.arange(len(sizes) + 1), [1, *(sizes - 1)])
    family = np.append(np.repeat(np.arange(len(groups)), groups - 1), len(groups))
    kernel = numpyro.infer.NUTS(model, target_accept_prob=accept)
    mcmc = numpyro.infer.MCMC(kernel, num_warmup=1000, num_samples=samples, num_chains=4, chain_method="sequential")
    mcmc.run(jax.random.PRNGKey(1), x, z, block, family, panel["participant"], panel["answer"], int(panel["n_answers"]),
             stored["panel"].get("positive"))  # fmt: skip
    draws = mcmc.get_samples(group_by_chain=True)
    to_levels = np.zeros((sizes.sum(), len(block) - 1))
    row = column = 0
    for n in sizes:
        to_levels[row : row + n, column : column + n - 1] = unit_contrasts(n)
        row, column = row + n, column + n - 1
    average = np.asarray(draws["average"])
    quantities = {
        "thresholds": np.asarray(draws["typical"]) - average[:, :, :1],
        "part_worths": average[:, :, 1:] @ to_levels.T,
        "mean_part_worths": np.asarray(draws["m"])[:, :, 1:] @ to_levels.T,
        "spread": np.asarray(draws["spread"]),
        "log_sigma": np.log(np.asarray(draws["sigma"])[:, :, 1:]),  # long tails: with two levels no variance
        "scale": np.asarray(draws["scale"]).reshape(*average.shape[:2], -1),
        "overall": np.asarray(draws["overall"]),
        "log_local": np.log(np.asarray(draws["local"])),
    }
    if "positive" in panel:
        quantities["scale_use"] = np.asarray(draws["scale_use"])
        quantities["log_widths"] = np.log(np.asarray(draws["widths"]))
    report = summary(quantities)
    stored["posterior"] = {
        name: {"mean": report[name]["mean"].tolist(), "sd": report[name]["std"].tolist()} for name in quantities
    }
    stored["made_with"] = {
        "numpyro": numpyro.__version__,
        "jax": jax.__version__,
        "divergences": int(mcmc.get_extra_fields()["diverging"].sum()),
        "worst_r_hat": float(max(report[name]["r_hat"].max() for name in quantities)),
        "worst_n_eff": float(min(report[name]["n_eff"].min() for name in quantities)),
    }
    path.write_text(json.dumps(stored, separators=(",", ":")) + "\n")
    print(stored["made_with"])


if __name__ == "__main__":
    numpyro.enable_x64()
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
