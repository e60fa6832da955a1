"""The command validate."""

from __future__ import annotations

from contextlib import ExitStack

import polars as pl

from collega.cli.app import AsJson, Cluster, Folder, MaybeSeed, app
from collega.cli.output import print_json, results, show, warn
from collega.cli.progress import progress_bar
from collega.folder import StudyFolder
from collega.insight.disclosure import require_all
from collega.messages import warnings_json
from collega.model.comparison import Comparison
from collega.model.stale import fit_warnings
from collega.model.validation import Validation, validate
from collega.workers import workers_at

_NAMES = {
    "multinomial": "multinomial, levels and person",
    "personal": "a person's own frequencies",
    "frequencies": "overall frequencies",
}


@app.command("validate")
def validate_command(folder: Folder, cluster: Cluster = None, seed: MaybeSeed = None, as_json: AsJson = False) -> None:
    """Compare all models and simple rivals on held-out answers: how well does each predict?"""
    source = StudyFolder(folder)
    panel, fit = source.panel(), source.fit()
    warn(source.warnings)
    require_all(panel)
    with progress_bar("Predicting") as progress, ExitStack() as stack:
        spread = None if cluster is None else stack.enter_context(workers_at(cluster)).pieces
        result = validate(
            panel, fit, seed=1 if seed is None else seed, comparison=True, progress=progress, spread=spread
        )
    compared = result.comparison
    assert compared is not None
    warnings = [*fit_warnings(fit, panel), *compared.warnings]
    if as_json:
        print_json(result.as_json() | {"synthetic": panel.synthetic, **warnings_json(warnings)})
    else:
        print_comparison(result, compared)
    warn(warnings)


def print_comparison(result: Validation, compared: Comparison) -> None:
    """Print the table for people, and the stack where it is worth it."""
    results().print(
        f"{result.answers} held-out answers, from {result.folds} of 5 folds; the model in use is {result.model}."
    )
    rows = [
        (_NAMES.get(predictor.name, predictor.name), predictor.log_loss, predictor.difference, predictor.difference_se,
         100 * predictor.hit_rate,
         100 * predictor.calibration_error)
        for predictor in compared.predictors
    ]  # fmt: skip
    columns = ["predicted by", "log loss", "more than the best", "se", "exactly right, %", "calibration, points"]
    schema = {name: pl.String if number == 0 else pl.Float64 for number, name in enumerate(columns)}
    show("Held-out answers, best first (log loss in nats: lower is better; se: clustered by participant)",
         pl.DataFrame(rows, schema=schema, orient="row"), digits=3)  # fmt: skip
    results().print(stack_sentence(compared))


def stack_sentence(compared: Comparison) -> str:
    """Say whether a mixture of all predicts better than the best of them."""
    stack = compared.stack
    if not stack.worthwhile:
        return "A mixture of all predicts no better than the best of them, by more than its standard error."
    members = ", ".join(
        f"{_NAMES.get(name, name)} {weight:.0%}" for name, weight in stack.weights.items() if weight >= 0.005
    )
    return (
        f"A mixture of all predicts better than the best of them: log loss {stack.log_loss:.3f}, {stack.gain:.3f} "
        f"lower (standard error {stack.gain_se:.3f}). Its weights: {members}. Each of them sees what others miss."
    )
