"""The command fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Literal

import polars as pl
import typer

from collega.cli.app import AsJson, Cluster, Folder, MaybeSeed, app
from collega.cli.output import command, print_json, results, say, sentence, show, warn
from collega.cli.progress import Report, progress_bar
from collega.errors import NotComputedError
from collega.folder import MODEL, StudyFolder
from collega.insight.disclosure import require_enough
from collega.messages import Message
from collega.model.checks.diagnosis import Diagnosis
from collega.model.choice import choose_model
from collega.model.estimate import AUTO, MODELS, Coding, estimate
from collega.model.fit import Fit
from collega.model.multiple import SIGNIFICANT
from collega.model.pooled_by_threshold import broken_criteria
from collega.model.stale import fit_warnings
from collega.model.summary import part_worth_frame, summarise
from collega.panel import Panel
from collega.panel.parts import PanelParts, spread_panel, whole
from collega.prose import Prose
from collega.report.checks import check_findings
from collega.study.definition import Study
from collega.workers import workers_at

_COUNTED = 0.4  # of the work, once the answers are counted
_PARTS_A_CORE = 2


@app.command()
def fit(
    folder: Folder,
    model: Annotated[
        str | None, typer.Option(help=f"The choice model: {', '.join(MODELS)}; by default what suits the answers.")
    ] = None,
    coding: Annotated[
        Coding, typer.Option(help="treatment adds coefficients against each first level (mixed and pooled).")
    ] = "effects",
    by_threshold: Annotated[
        str | None,
        typer.Option(
            help="Criteria with another effect at each threshold, KEY[,KEY], or auto: those that show it (pooled)."
        ),
    ] = None,
    cluster: Cluster = None,
    add: Annotated[
        bool, typer.Option("--add", help="Add people who are new to the fit that is there (hierarchical, many people).")
    ] = False,
    seed: MaybeSeed = None,
    as_json: AsJson = False,
) -> None:
    """Fit a choice model: how the participants weigh the criteria."""
    if seed is not None and model in MODELS and model != "hierarchical":
        raise NotComputedError(
            f"The {model} model draws nothing at random, so --seed does nothing there; leave it out. "
            "It is for the hierarchical model."
        )
    if add and (model not in (None, "hierarchical") or coding != "effects" or by_threshold is not None or cluster):
        raise NotComputedError(
            "--add goes on from the fit that is there, so it takes no other choice: leave out --model, --coding, "
            "--by-threshold and --cluster, or leave out --add to fit anew."
        )
    target, effects = StudyFolder(folder), _chosen(by_threshold)
    if cluster is not None:
        require_spread(model, effects)
    warn(target.warnings)
    with progress_bar("Fitting") as progress, answers_of(target, cluster, progress) as panel:
        require_enough(_people(panel), panel.study.minimum_group)
        if cluster is not None and model is None:
            require_spread(choose_model(panel).model, effects)
        if add:
            from collega.model.large.adding import fold_in  # compiled code, which only a fit needs

            fitted = fold_in(target.fit(), whole(panel), seed=1 if seed is None else seed)
        else:
            fitted = estimate(
                panel, model, coding=coding, by_threshold=effects, seed=1 if seed is None else seed,
                progress=lambda fraction: progress(_COUNTED + (1 - _COUNTED) * fraction),
            )  # fmt: skip
    target.write_fit(fitted)
    if as_json:
        print_json(summarise(fitted))
    else:
        print_fit(fitted, panel.study)
    warn(fit_warnings(fitted, None))
    say(f"Wrote {folder / MODEL}. Look at it: {command('insights', folder)}")


@contextmanager
def answers_of(folder: StudyFolder, cluster: str | None, progress: Report) -> Iterator[Panel | PanelParts]:
    """Yield the answers where they are to be counted: here, in partitions, or on a cluster."""

    def counted(fraction: float) -> None:
        progress(_COUNTED * fraction)

    if cluster is None:
        yield folder.parts(progress=counted) or folder.panel()
        return
    with workers_at(cluster) as workers:
        parts = folder.parts(spread=workers.pieces, progress=counted)
        yield parts or spread_panel(folder.panel(), workers.scatter, _PARTS_A_CORE * workers.cores, counted)


def require_spread(model: str | None, by_threshold: Sequence[str] | Literal["auto"]) -> None:
    """Refuse what needs every answer in one place, for which a cluster would do nothing."""
    if by_threshold:
        raise NotComputedError(Message("workers-by-threshold"))
    if model == "hierarchical":
        raise NotComputedError(Message("workers-not-spread", model=model))


def _people(panel: Panel | PanelParts) -> int:
    return panel.counted.tally.participants if isinstance(panel, PanelParts) else panel.counted.n_participants


def _chosen(text: str | None) -> tuple[str, ...] | Literal["auto"]:
    """Return the keys of a list, or ``auto``; with a comma behind it that is a criterion too."""
    if text is None:
        return ()
    if text.strip() == AUTO:
        return AUTO
    keys = tuple(filter(None, map(str.strip, text.split(","))))
    if not keys:
        raise NotComputedError(
            f"--by-threshold names no criterion: found '{text}'. Allowed: criteria with commas between them, or {AUTO}."
        )
    return keys


def print_fit(fitted: Fit, study: Study) -> None:
    """Print a fit for people: one line of facts, the part-worths, and what the model does not see."""
    results().print(sentence(fitted))
    if fitted.choice is not None and fitted.choice.code != "named":
        results().print(f"Why the {fitted.model} model: {fitted.choice.reason} Another one: --model")
    if fitted.log_likelihood is not None:
        results().print(f"Log-likelihood {fitted.log_likelihood:.4f}")
    if fitted.convergence is not None:
        agreement = fitted.convergence
        results().print(f"R-hat {agreement.r_hat:.3f}, effective draws {agreement.ess:.0f}, {fitted.seconds:.1f} s")
    facts = summarise(fitted)
    if fitted.model == "hierarchical":
        results().print(scale_sentence(fitted))
    show(
        "Part-worths, in logits (more than 0: more often positive; se: standard error)",
        _part_worth_table(fitted),
        digits=3,
    )
    for key, effects in facts.get("by_threshold", {}).items():
        show(f"Part-worths of {key} by threshold, in logits", _by_threshold(effects), digits=3)
    coefficients = facts.get("coefficients")
    if coefficients:
        title = "Coefficients against the first level of each criterion, in logits (se: clustered by participant)"
        show(title, _listed(coefficients, "criterion:level"), digits=3)
    coding = ", with this coding" if coefficients else ""
    show(f"Thresholds between the answers, in logits{coding}", _listed(facts["thresholds"], "between"), digits=3)
    spread = facts.get("intercept_sd")
    if spread is not None:
        results().print(f"Participants differ in how positive they are by {spread:.3f} logits (standard deviation).\n")
    if fitted.diagnosis is not None:
        print_checks(fitted.diagnosis, fitted, study)


def print_checks(diagnosis: Diagnosis, fitted: Fit, study: Study) -> None:
    """Print what the model does not see, a line a check."""
    prose, console = Prose("en"), results()
    console.print(prose("checks.title"), style="bold")
    if diagnosis.participants < len(fitted.participants):
        console.print(prose("checks.part", participants=diagnosis.participants))
    for finding in check_findings(
        diagnosis, study, prose, fitted.by_threshold, own_thresholds=fitted.has_own_thresholds
    ):
        console.print(f"- {finding.text}")
    if set(broken_criteria(diagnosis.proportional_odds)) - set(fitted.by_threshold):
        console.print("  To give them an effect at each threshold: --model pooled --by-threshold auto")
    console.print()


def scale_sentence(fitted: Fit) -> str:
    """Return whether people use the scale in their own ways in this fit, and why."""
    draws = fitted.draws
    p_value = None if fitted.diagnosis is None else fitted.diagnosis.scale_use.p_value
    evidence = "" if p_value is None else f" (p {'below 0.001' if p_value < 0.001 else f'{p_value:.3f}'})"
    if draws is None or draws.stretch_sd is None:
        demonstrated = p_value is not None and p_value < SIGNIFICANT
        cause = "though they differ" if demonstrated else "no difference between them was shown"
        return f"All people use the scale alike in this fit: {cause}{evidence}."
    stretch, bend = draws.stretch_sd.mean(axis=0)
    return (
        f"People use the scale in their own ways{evidence}, so everyone has thresholds of their own: standard "
        "deviation "
        f"{stretch:.2f} of the logarithm of its width, and {bend:.2f} more of each answer's."
    )


def _listed(pairs: dict[str, dict[str, float | None]], name: str) -> pl.DataFrame:
    return pl.DataFrame(
        {name: list(pairs)} | {column: [pair[column] for pair in pairs.values()] for column in ("estimate", "se")},
        schema={name: pl.String, "estimate": pl.Float64, "se": pl.Float64},
    )


def _by_threshold(effects: dict[str, dict[str, dict[str, float | None]]]) -> pl.DataFrame:
    """One row per level, a column with the estimate for each threshold."""
    levels = list(next(iter(effects.values())))
    columns = {name: [pairs[level]["estimate"] for level in levels] for name, pairs in effects.items()}
    return pl.DataFrame({"level": levels} | columns, schema={"level": pl.String} | dict.fromkeys(columns, pl.Float64))


def _part_worth_table(fitted: Fit) -> pl.DataFrame:
    frame = part_worth_frame(fitted).rename({"part_worth": "part-worth"})
    repeated = frame["criterion"] == frame["criterion"].shift(1)
    return frame.with_columns(
        pl.when(repeated.fill_null(False)).then(pl.lit("")).otherwise(pl.col("criterion")).alias("criterion")
    )
