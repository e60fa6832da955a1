"""Fitting the hierarchical model: chains, prolonged until they agree, and the fit made of their draws."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.checks.scale_use import uses_scale
from collega.model.diagnostics import ess_bulk, ess_tail, r_hat
from collega.model.fit import Convergence, Draws, Fit
from collega.model.hierarchical.chains import Chains, log_factors
from collega.model.hierarchical.from_draws import fit_from_draws
from collega.model.hierarchical.layout import Layout, lay_out, unit_contrasts
from collega.model.hierarchical.state import Prior
from collega.model.importance import range_shares
from collega.model.personal_thresholds import personal_thresholds
from collega.panel.judged_levels import judged_levels
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
R_HAT_LIMIT, ESS_LIMIT = 1.01, 400.0
KEPT_DRAWS = 1000
_KEPT_CELLS = 100_000_000
_PICKED = ("individual", "edges", "mean", "effects", "spread", "stretch", "bend", "scale_use")

DEFAULT_PRIOR = Prior(
    thresholds=2.5,
    mean=1.0,
    spread=0.5,
    group=0.3,
    intercept=1.0,
    group_intercept=0.5,
    local=2.0,
    degrees=3.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to sample.

    Attributes
    ----------
    chains : int
        Independent chains.
    warm_up : int
        Sweeps of each chain that are thrown away.
    sweeps : int
        Sweeps of each chain that are kept, in the first round.
    rounds : int
        How often the chains may go on for a third as long again as they have gone, while they do not agree.
    """

    chains: int = 4
    warm_up: int = 250
    sweeps: int = 1000
    rounds: int = 8


def fit_hierarchical(
    panel: Panel,
    *,
    seed: int = 1,
    effort: Effort | None = None,
    prior: Prior = DEFAULT_PRIOR,
    scale_use: bool | None = None,
    progress: Callable[[float], None] | None = None,
) -> Fit:
    """Fit the hierarchical model to the included participants.

    Parameters
    ----------
    panel : Panel
    seed : int
        Seed of the chains; the same panel and seed give the same draws.
    effort : Effort, optional
        How long to sample; the default takes seconds for a panel of fifty.
    prior : Prior
        Prior scales on the probit scale.
    scale_use : bool, optional
        Whether everyone places the thresholds in their own way; by default where
        :func:`~collega.model.checks.scale_use.uses_scale` says so.
    progress : callable, optional
        Called with the fraction done, 0 to 1.

    Returns
    -------
    Fit
        With ``draws``; ``converged`` is False, with a warning, where the chains still disagree at the end.

    Raises
    ------
    NotComputedError
        For ``scale_use`` with two answers: between them is one threshold, and that is common.
    """
    began = time.perf_counter()
    panel = panel.counted
    if scale_use and len(panel.study.answers) < 3:
        raise NotComputedError(Message("model-scale-use-needs-three"))
    own = uses_scale(panel) if scale_use is None else scale_use
    sampled = sample_panel(panel, seed=seed, effort=effort, prior=prior, scale_use=own, progress=progress)
    return _make_fit(panel, sampled, seed=seed, seconds=time.perf_counter() - began)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sampled:
    """Chains on a panel, as far as they went, and how well they agree."""

    layout: Layout
    chains: Chains
    convergence: Convergence
    converged: bool


def sample_panel(
    panel: Panel,
    *,
    seed: int,
    effort: Effort | None = None,
    prior: Prior = DEFAULT_PRIOR,
    scale_use: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Sampled:
    """Run chains on a panel whose participants all count, until they agree or the effort is spent."""
    effort = effort or _effort_for(panel)
    layout = lay_out(panel)
    chains = Chains(layout, prior, seed=seed, n_chains=effort.chains, scale_use=scale_use)
    chains.warm_up(effort.warm_up)
    sweeps = 0
    for number in range(1 + effort.rounds):
        more = effort.sweeps if number == 0 else -(-sweeps // 3)
        chains.run(more, keep_every=_thinning(panel, layout, effort, sweeps + more))
        sweeps += more
        monitored = _monitored(panel, chains, layout)
        if progress is not None:
            progress((1 + number) / (1 + effort.rounds))
        convergence, converged = _convergence(panel, monitored)
        if converged:
            break
    return Sampled(layout=layout, chains=chains, convergence=convergence, converged=converged)


def _effort_for(panel: Panel) -> Effort:
    """Sweeps of large panels take long: look earlier whether the chains agree."""
    return Effort() if panel.n_answers <= 30_000 else Effort(warm_up=200, sweeps=500)


def _thinning(panel: Panel, layout: Layout, effort: Effort, sweeps: int) -> int:
    cells = panel.n_participants * layout.matrix.shape[1]
    return max(1, int(np.ceil(cells * effort.chains * sweeps / _KEPT_CELLS)))


def _monitored(panel: Panel, chains: Chains, layout: Layout) -> NDArray[np.float64]:
    """(chains, D, Q): what is reported of the whole panel, see ``_names``.

    Thresholds of the average participant, part-worths, importance, the share in the average case, and how much these
    participants differ on each criterion. The parameters of the population (standard deviations, common direction,
    learned scales) are left out: they act through the coefficients of the participants, which are here. So are the
    averages of separate groups: of hundreds of quantities the largest R-hat passes its limit by chance alone, and they
    are averages of the same participants' coefficients.
    """
    average = chains.individual_average()
    edges = chains.kept("edges")[:, :, 1:-1]
    typical, used = _scale_use(panel, chains, edges)
    judged = judged_levels(panel)
    part_worths = judged.part_worths(average[:, :, 1:] @ layout.to_levels.T)
    importance = range_shares(part_worths, judged)[:, :, [n > 1 for n in judged.coding.n_levels]]
    share = ndtr(chains.intercepts() - edges[:, :, panel.study.positive - 1, None]).mean(axis=2, keepdims=True)
    worths = part_worths[:, :, judged.comparable]
    parts = [typical - average[:, :, :1], worths, importance, share, _differences(chains, layout), used]
    return np.concatenate(parts, axis=2)


def _differences(chains: Chains, layout: Layout) -> NDArray[np.float64]:
    """(chains, D, B): how much these participants differ on each criterion: root mean square of their deviations."""
    starts = np.flatnonzero(np.diff(layout.block, prepend=-1))
    blocks = np.add.reduceat(chains.individual_variance(), starts, axis=2)
    return np.asarray(np.sqrt(blocks / np.bincount(layout.block)))


def _scale_use(panel: Panel, chains: Chains, edges: Floats) -> tuple[Floats, Floats]:
    """(chains, D, J-1): average thresholds of these people; (chains, D, 1 or 0): how much their factors differ."""
    if not chains.scale_use:
        return edges, np.empty((*edges.shape[:2], 0))
    average, variance = chains.factors()
    differences = np.sqrt(variance.mean(axis=2, keepdims=True))
    return personal_thresholds(edges, np.log(average), panel.study.positive), differences


def _names(panel: Panel) -> list[str | partial[Message]]:
    """Return the names of the quantities that convergence is about; a message is made of those that lag behind."""
    study = panel.study
    thresholds = [
        partial(Message, "model-threshold", low=low, high=high)
        for low, high in zip(study.answer_keys, study.answer_keys[1:], strict=False)
    ]
    judged = judged_levels(panel)
    names = [f"{criterion.key}={key}" for criterion in study.criteria for key in criterion.level_keys]
    levels = [name for name, known in zip(names, judged.comparable, strict=True) if known]
    several = [n > 1 for n in judged.coding.n_levels]
    importance = [
        partial(Message, "model-importance-of", criterion=key)
        for key, some in zip(study.criterion_keys, several, strict=True)
        if some
    ]
    spreads = [partial(Message, "model-differences-in", criterion=key) for key in study.criterion_keys]
    return [
        *thresholds,
        *levels,
        *importance,
        partial(Message, "model-average-share"),
        partial(Message, "model-differences-in-intercept"),
        *spreads,
        partial(Message, "model-differences-in-scale-use"),
    ]


def _convergence(panel: Panel, monitored: NDArray[np.float64]) -> tuple[Convergence, bool]:
    hats = r_hat(monitored)
    sizes = np.minimum(ess_bulk(monitored), ess_tail(monitored))
    behind = np.argsort(-np.maximum(hats - R_HAT_LIMIT, 0) * 1e6 - ESS_LIMIT / sizes)[:3]
    names = _names(panel)
    convergence = Convergence(
        r_hat=float(hats.max()),
        ess=float(sizes.min()),
        worst=tuple(name if isinstance(name := names[q], str) else name() for q in behind),
        chains=monitored.shape[0],
        iterations=monitored.shape[1],
    )
    agreed = convergence.r_hat <= R_HAT_LIMIT and convergence.ess >= ESS_LIMIT
    return convergence, agreed and bool(np.isfinite(monitored).all())


def _make_fit(panel: Panel, sampled: Sampled, *, seed: int, seconds: float) -> Fit:
    layout, chains, convergence, converged = sampled.layout, sampled.chains, sampled.convergence, sampled.converged
    average = chains.individual_average().reshape(-1, layout.matrix.shape[1])
    typical, _ = _scale_use(panel, chains, chains.kept("edges")[:, :, 1:-1])
    thresholds = typical.reshape(len(average), -1) - average[:, :1]
    part_worths = judged_levels(panel).part_worths(average[:, 1:] @ layout.to_levels.T)
    return fit_from_draws(
        panel,
        _draws(panel, layout, chains, len(average)),
        thresholds,
        part_worths,
        warnings=() if converged else (not_converged(convergence),),
        converged=converged,
        convergence=convergence,
        seed=seed,
        seconds=seconds,
    )


def _draws(panel: Panel, layout: Layout, chains: Chains, n_draws: int) -> Draws:
    """Thin the draws evenly to about a thousand, in effects coding."""
    chosen = np.unique(np.linspace(0, n_draws - 1, KEPT_DRAWS).round().astype(np.int64))
    pick = {name: chains.picked(name, chosen) for name in _PICKED}
    to = layout.to_effects
    spread = pick["spread"][:, layout.block]
    effects, columns = group_effects_coded(panel, np.einsum("kp,dpz->dkz", to, pick["effects"]))
    return Draws(
        individual=(pick["individual"] @ to.T).astype(np.float32),
        thresholds=pick["edges"][:, 1:-1].copy(),
        mean=pick["mean"] @ to.T,
        group_effects=effects.astype(np.float32),
        group_columns=columns,
        covariance_factor=np.concatenate(
            [to[None] * spread[:, None, :], np.einsum("kp,dp->dk", to, pick["effects"][:, :, -1])[:, :, None]], axis=2
        ).astype(np.float32),
        stretch=log_factors(pick["edges"], pick["stretch"], pick["bend"]).astype(np.float32)
        if chains.scale_use
        else None,
        stretch_sd=_stretch_sd(pick["scale_use"]) if chains.scale_use else None,
    )


def _stretch_sd(scale_use: Floats) -> Floats:
    """Return (D, 2); with one increment there is only stretch."""
    return np.pad(scale_use, [(0, 0), (0, 2 - scale_use.shape[1])])


def group_effects_coded(
    panel: Panel, effects: NDArray[np.float64]
) -> tuple[NDArray[np.float64], tuple[tuple[str, str], ...]]:
    """Turn the sampler's contrasts between values of a characteristic into effects coding."""
    parts: list[NDArray[np.float64]] = []
    names: list[tuple[str, str]] = []
    start = 0
    for characteristic in panel.study.characteristics:
        keys = characteristic.value_keys
        if len(keys) < 2:
            continue
        width = len(keys) - 1
        contrasts = unit_contrasts(len(keys))
        parts.append(effects[:, :, start : start + width] @ contrasts[:-1].T)
        names += [(characteristic.key, key) for key in keys[:-1]]
        start += width
    empty = np.empty((*effects.shape[:2], 0))
    return (np.concatenate(parts, axis=2) if parts else empty), tuple(names)


def not_converged(convergence: Convergence) -> str:
    """Return what must be known of chains that do not agree."""
    return Message(
        "model-chains-disagree",
        r_hat=convergence.r_hat,
        allowed=R_HAT_LIMIT,
        size=convergence.ess,
        needed=ESS_LIMIT,
        worst=convergence.worst,
    )
