"""The trainer of a study: what learners are shown of the published fit, prepared once per fit and reference group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from collega.colleague import Case, build_case
from collega.training import Comparison, Judged, Policy, Trainer
from collega.web.advising import virtual_colleague
from collega.web.editions.shown import shown_fit
from collega.web.memory import remembered
from collega.web.profession import counts_key
from collega.web.records.models import Step, StoredFit, Study, Training

Group = tuple[str, str]


def taught_fit(study: Study) -> StoredFit | None:
    """Return the fit that learners can learn from: the one that readers see, if it knows how people differ."""
    fit = shown_fit(study)
    return fit if fit is not None and fit.model == "hierarchical" else None


def groups_to_teach(fit: StoredFit) -> dict[Group, int]:
    """Return the groups that may be shown, with their sizes."""
    return {
        (key, value): weights["n"]
        for key, values in fit.insights["answers_by_group"].items()
        for value, weights in values.items()
        if not weights["suppressed"]
    }


def hindrance(training: Training, fit: StoredFit | None) -> str:
    """Return why nobody can train now: ``no_fit`` or ``group_hidden``; empty where they can."""
    if fit is None:
        return "no_fit"
    reference = training.reference
    return "group_hidden" if reference is not None and reference not in groups_to_teach(fit) else ""


def trainer_of(training: Training, fit: StoredFit) -> Trainer:
    """Return the trainer on a fit that may be shown."""
    return _trainer(fit.pk, fit.erased, counts_key(training.study), training.reference, tuple(training.beside))


def policy_on(training: Training, fit: StoredFit, case: Case) -> Policy:
    """Return how the reference group judges a case."""
    key = fit.pk, fit.erased, counts_key(training.study), training.reference, tuple(training.beside)
    return _policy(*key, case.levels)


def comparison_of(training: Training, fit: StoredFit, judged: Sequence[Judged]) -> Comparison:
    """Return a learner's weights beside those of the reference group."""
    key = fit.pk, fit.erased, counts_key(training.study), training.reference, tuple(training.beside)
    return _comparison(*key, tuple(judged))


def case_of_step(study: Study, step: Step) -> Case | None:
    """Return the scenario of a step; None where it is none of this study any more."""
    definition = study.as_defined
    levels = {key: step.levels.get(key) for key in definition.criterion_keys}
    still_defined = all(levels[criterion.key] in criterion.level_keys for criterion in definition.criteria)
    return build_case(definition, {key: str(level) for key, level in levels.items()}) if still_defined else None


def judged_in(trainer: Trainer, study: Study, steps: Iterable[Step]) -> list[Judged]:
    """Return what was judged in these steps, those without an answer left out."""
    judged = []
    for step in steps:
        case = case_of_step(study, step)
        if case is not None and step.answer in trainer.study.answer_keys:
            judged.append(trainer.judged(case, step.answer))
    return judged


@remembered(8)
def _trainer(pk: int, erased: bool, counts: str, reference: Group | None, beside: tuple[str, ...]) -> Trainer:
    return Trainer.from_colleague(virtual_colleague(pk, erased, counts), reference=reference, beside=beside)


@remembered(500)
def _policy(
    pk: int,
    erased: bool,
    counts: str,
    reference: Group | None,
    beside: tuple[str, ...],
    levels: tuple[tuple[str, str], ...],
) -> Policy:
    trainer = _trainer(pk, erased, counts, reference, beside)
    return trainer.policy(build_case(trainer.study, dict(levels)))


@remembered(64)
def _comparison(
    pk: int, erased: bool, counts: str, reference: Group | None, beside: tuple[str, ...], judged: tuple[Judged, ...]
) -> Comparison:
    return _trainer(pk, erased, counts, reference, beside).comparison(judged)
