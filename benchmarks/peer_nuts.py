"""NUTS on the hierarchical ordered logit, in the peers' environment: NumPyro, or PyMC with nutpie.

Usage: peer_nuts.py numpyro|nutpie DATA.npz OUT.npz. Prints the seconds of sampling; compiling is not counted.
For NumPyro a first run is thrown away, which leaves the compiled code in a cache: JAX compiles while it runs.
"""

from __future__ import annotations

import sys
import tempfile
import time

import numpy as np

WARM_UP, DRAWS, CHAINS = 500, 1000, 2


def numpyro_draws(x, who, y, n_answers):
    import jax
    import numpyro
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS

    numpyro.enable_x64()
    numpyro.set_host_device_count(CHAINS)
    n_people, width = int(who.max()) + 1, x.shape[1]

    def model():
        mu = numpyro.sample("mu", dist.Normal(0, 1.5).expand([width - 1]))
        sd = numpyro.sample("sd", dist.HalfNormal(1.0).expand([width]))
        z = numpyro.sample("z", dist.Normal(0, 1).expand([n_people, width]))
        order = dist.transforms.OrderedTransform()
        cut = numpyro.sample("cut", dist.TransformedDistribution(dist.Normal(0, 1.5).expand([n_answers - 1]), order))
        beta = sd * z
        eta = x[:, 1:] @ mu + (x * beta[who]).sum(axis=1)
        numpyro.sample("y", dist.OrderedLogistic(eta, cut), obs=y)

    kernel = NUTS(model, init_strategy=numpyro.infer.init_to_median)
    mcmc = MCMC(kernel, num_warmup=WARM_UP, num_samples=DRAWS, num_chains=CHAINS, progress_bar=False)
    with tempfile.TemporaryDirectory() as compiled:
        jax.config.update("jax_compilation_cache_dir", compiled)
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        mcmc.run(jax.random.PRNGKey(0))
        began = time.perf_counter()
        mcmc.run(jax.random.PRNGKey(1))
        samples = {k: np.asarray(v) for k, v in mcmc.get_samples(group_by_chain=True).items() if k != "z"}
        return time.perf_counter() - began, samples


def nutpie_draws(x, who, y, n_answers):
    import nutpie
    import pymc as pm

    n_people, width = int(who.max()) + 1, x.shape[1]
    with pm.Model() as model:
        mu = pm.Normal("mu", 0, 1.5, shape=width - 1)
        sd = pm.HalfNormal("sd", 1.0, shape=width)
        z = pm.Normal("z", 0, 1, shape=(n_people, width))
        start = np.linspace(-1, 1, n_answers - 1)
        ordered = pm.distributions.transforms.ordered
        cut = pm.Normal("cut", 0, 1.5, shape=n_answers - 1, transform=ordered, initval=start)
        eta = pm.math.dot(x[:, 1:], mu) + (x * (sd * z)[who]).sum(axis=1)
        pm.OrderedLogistic("y", eta=eta, cutpoints=cut, observed=y, compute_p=False)
    compiled = nutpie.compile_pymc_model(model)
    began = time.perf_counter()
    trace = nutpie.sample(compiled, draws=DRAWS, tune=WARM_UP, chains=CHAINS, cores=2, seed=1, progress_bar=False)
    seconds = time.perf_counter() - began
    return seconds, {name: trace.posterior[name].to_numpy() for name in ("mu", "sd", "cut")}


if __name__ == "__main__":
    peer, source, target = sys.argv[1:]
    data = np.load(source)
    run = {"numpyro": numpyro_draws, "nutpie": nutpie_draws}[peer]
    seconds, samples = run(data["x"], data["who"], data["y"], int(data["y"].max()) + 1)
    flat = [samples[name].reshape(CHAINS, DRAWS, -1) for name in ("mu", "sd", "cut")]
    np.savez(target, draws=np.concatenate(flat, axis=2))
    print(seconds)
