"""What there is to say about how much colleagues differ, in the order in which it is told."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.noise.noise import STABLE, Differences, Noise

FEW, SEVERAL = 1, 5  # colleagues, of whom it is told how often their majority is on the side of most


def noise_findings(noise: Noise) -> tuple[Finding, ...]:
    """Return how often another colleague is on the other side, how many to ask, and of what the variation is made.

    ``numbers`` are: of ``other_side`` how often the same colleague is, where that is known, and of
    ``other_side_at_most`` how often at most; of ``ask_more`` how stable the majority is wanted, how stable it is of one
    colleague and of five, and the least that may be needed where the upper end is past all; of ``variation`` the shares
    of level, pattern and occasion, of ``variation_level`` of level and the rest.
    """
    return (*_other_side(noise.everybody, repeated=noise.repeats > 0), *_variation(noise.everybody), _ask_more(noise))


def _other_side(people: Differences, *, repeated: bool) -> list[Finding]:
    colleague = people.same_colleague
    return [
        Finding(
            kind="other_side" if repeated or colleague is None else "other_side_at_most",
            estimate=people.other_colleague.share,
            interval=people.other_colleague.interval,
            numbers=() if colleague is None else (colleague.share,),
            participants=people.participants,
        )
    ]


def _variation(people: Differences) -> list[Finding]:
    parts = [part for part in (people.level, people.pattern, people.occasion) if part is not None]
    if people.level is None or people.occasion is None:
        return []
    return [
        Finding(
            kind="variation" if people.pattern is not None else "variation_level",
            estimate=people.level.share,
            interval=people.level.interval,
            numbers=tuple(part.share for part in parts),
            participants=people.participants,
        )
    ]


def _ask_more(noise: Noise) -> Finding:
    people, curve = noise.everybody, dict(noise.majority)
    low, high = people.needed_interval
    return Finding(
        kind="ask_more",
        estimate=None if people.colleagues_needed is None else float(people.colleagues_needed),
        interval=None if low is None or high is None else (float(low), float(high)),
        numbers=(STABLE, curve[FEW].share, curve[SEVERAL].share, *([] if low is None or high is not None else [low])),
        among=noise.majority[-1][0],
        participants=people.participants,
    )
