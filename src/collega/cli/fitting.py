"""The command fit."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer

from collega.cli.app import AsJson, Folder, MaybeSeed, app
from collega.cli.output import command, print_json, results, say, sentence, show, warn
from collega.cli.progress import progress_bar
from collega.errors import NotComputedError
from collega.folder import MODEL, StudyFolder
from collega.insight.disclosure import require_all
from collega.model.estimate import MODELS, Coding, estimate
from collega.model.fit import Fit
from collega.model.stale import fit_warnings
from collega.model.summary import part_worth_frame, summarise


@app.command()
def fit(
    folder: Folder,
    model: Annotated[str, typer.Option(help=f"The choice model: {', '.join(MODELS)}.")] = "hierarchical",
    coding: Annotated[
        Coding, typer.Option(help="treatment adds coefficients against each first level (mixed and pooled).")
    ] = "effects",
    seed: MaybeSeed = None,
    as_json: AsJson = False,
) -> None:
    """Fit a choice model: how the participants weigh the criteria."""
    if seed is not None and model in MODELS and model != "hierarchical":
        raise NotComputedError(
            f"The {model} model draws nothing at random, so --seed does nothing there; leave it out. "
            "It is for the hierarchical model."
        )
    target = StudyFolder(folder)
    panel = target.panel()
    warn(target.warnings)
    require_all(panel)
    with progress_bar("Fitting") as progress:
        fitted = estimate(panel, model, coding=coding, seed=1 if seed is None else seed, progress=progress)
    target.write_fit(fitted)
    if as_json:
        print_json(summarise(fitted))
    else:
        print_fit(fitted)
    warn(fit_warnings(fitted, None))
    say(f"Wrote {folder / MODEL}. Look at it: {command('insights', folder)}")


def print_fit(fitted: Fit) -> None:
    """Print a fit for people: one line of facts, then the part-worths."""
    results().print(sentence(fitted))
    if fitted.log_likelihood is not None:
        results().print(f"Log-likelihood {fitted.log_likelihood:.4f}")
    if fitted.convergence is not None:
        agreement = fitted.convergence
        results().print(f"R-hat {agreement.r_hat:.3f}, effective draws {agreement.ess:.0f}, {fitted.seconds:.1f} s")
    told = summarise(fitted)
    if fitted.model == "hierarchical":
        results().print(scale_sentence(fitted))
    show("Part-worths, in logits (more than 0: more often positive; se: standard error)", _shown(fitted), digits=3)
    coefficients = told.get("coefficients")
    if coefficients:
        title = "Coefficients against the first level of each criterion, in logits (se: clustered by participant)"
        show(title, _listed(coefficients, "criterion:level"), digits=3)
    coding = ", with this coding" if coefficients else ""
    show(f"Thresholds between the answers, in logits{coding}", _listed(told["thresholds"], "between"), digits=3)
    spread = told.get("intercept_sd")
    if spread is not None:
        results().print(f"Participants differ in how positive they are by {spread:.3f} logits (standard deviation).")


def scale_sentence(fitted: Fit) -> str:
    """Return whether people use the scale in their own ways in this fit, and why."""
    draws, test = fitted.draws, fitted.scale_test
    why = "" if test is None else f" (p {'below 0.001' if test.p_value < 0.001 else f'{test.p_value:.3f}'})"
    if draws is None or draws.stretch_sd is None:
        return f"All people use the scale alike in this fit: no difference between them was shown{why}."
    stretch, bend = draws.stretch_sd.mean(axis=0)
    return (
        f"People use the scale in their own ways{why}, so everyone has thresholds of their own: standard deviation "
        f"{stretch:.2f} of the logarithm of its width, and {bend:.2f} more of each answer's."
    )


def _listed(pairs: dict[str, dict[str, float | None]], name: str) -> pl.DataFrame:
    return pl.DataFrame(
        {name: list(pairs)} | {column: [pair[column] for pair in pairs.values()] for column in ("estimate", "se")},
        schema={name: pl.String, "estimate": pl.Float64, "se": pl.Float64},
    )


def _shown(fitted: Fit) -> pl.DataFrame:
    frame = part_worth_frame(fitted).rename({"part_worth": "part-worth"})
    repeated = frame["criterion"] == frame["criterion"].shift(1)
    return frame.with_columns(
        pl.when(repeated.fill_null(False)).then(pl.lit("")).otherwise(pl.col("criterion")).alias("criterion")
    )
