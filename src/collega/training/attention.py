"""What a learner may look at: where the weights differ from the reference group's, as values without words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from collega.training.weights import Comparison, Estimate, WeightBeside

AttentionKind = Literal["more", "less", "opposite", "milder", "stricter", "unnamed", "alike"]
LIKELY, SURE = 0.8, 0.95
_LEAST = 5.0  # points: a smaller difference is nothing to look at
_MOST = 3
_UNNAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing to look at.

    Attributes
    ----------
    kind : str
        ``more``, ``less``: the learner gives a criterion more, or less, weight; ``opposite``: for the learner it works
        the other way; ``milder``, ``stricter``: over all cases more, or fewer, positive answers; ``unnamed``: it
        weighed most for them and the learner did not name it; ``alike``: nothing of this is likely.
    criterion : str or None
    estimate : float or None
        Size of the difference, points, without sign; of ``unnamed`` in how many scenarios.
    interval : tuple of float or None
        90% interval of the signed difference.
    probability : float or None
        Posterior probability of its sign.
    among : int or None
        Of ``unnamed``: in how many scenarios it weighed most for them.
    """

    kind: AttentionKind
    criterion: str | None = None
    estimate: float | None = None
    interval: tuple[float, float] | None = None
    probability: float | None = None
    among: int | None = None

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.probability is not None and self.probability >= SURE


def attention_of(
    comparison: Comparison,
    weightiest: Sequence[Sequence[str]] = (),
    criteria: Sequence[Sequence[str]] = (),
) -> tuple[Attention, ...]:
    """Return what to look at: at most three differences, the likeliest first, then what the learner did not name.

    Parameters
    ----------
    comparison : Comparison
    weightiest : sequence of sequences of str
        Of each judged scenario the criteria that weigh most for the reference group.
    criteria : sequence of sequences of str
        Of the same scenarios the criteria that the learner gave as reasons; scenarios without any do not count.
    """
    attentions = [*map(_weight, comparison.weights), _level(comparison)]
    likely = [attention for attention in attentions if attention is not None]
    likely.sort(key=lambda attention: (-int(attention.sure), -(attention.estimate or 0.0)))
    differences = likely[:_MOST] or [Attention(kind="alike")]
    return (*differences, *_unnamed(weightiest, criteria))


def _weight(row: WeightBeside) -> Attention | None:
    probability = max(row.more, 1.0 - row.more)
    if probability < LIKELY or abs(row.difference.value) < _LEAST:
        return None
    opposite = row.own.interval[1] < 0.0 < row.theirs.interval[0]
    kind: AttentionKind = "opposite" if opposite else "more" if row.more > 0.5 else "less"
    return _attention_about(kind, row.difference, probability, row.criterion)


def _level(comparison: Comparison) -> Attention | None:
    higher = comparison.level_more
    probability = max(higher, 1.0 - higher)
    if probability < LIKELY or abs(comparison.level_difference.value) < _LEAST:
        return None
    return _attention_about("milder" if higher > 0.5 else "stricter", comparison.level_difference, probability)


def _attention_about(
    kind: AttentionKind, difference: Estimate, probability: float, criterion: str | None = None
) -> Attention:
    return Attention(
        kind=kind,
        criterion=criterion,
        estimate=abs(difference.value),
        interval=difference.interval,
        probability=probability,
    )


def _unnamed(weightiest: Sequence[Sequence[str]], criteria: Sequence[Sequence[str]]) -> tuple[Attention, ...]:
    """Return the criterion that weighed for them most often while the learner, who gave reasons, did not name it."""
    weighed: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for theirs, chosen in zip(weightiest, criteria, strict=False):
        if chosen:
            weighed.update(theirs)
            missed.update(set(theirs) - set(chosen))
    if not missed:
        return ()
    criterion, times = missed.most_common(1)[0]
    if times < _UNNAMED or 2 * times <= weighed[criterion]:
        return ()
    return (Attention(kind="unnamed", criterion=criterion, estimate=float(times), among=weighed[criterion]),)
