"""What a session found, as findings: the shift of a talk, the guesses, the agreement."""

from __future__ import annotations

from collega.findings.finding import Finding, Kind
from collega.rounds.record import EffectRecord, FirstRecord, SecondRecord, ShiftRecord


def step_findings(first: FirstRecord, second: SecondRecord | None = None, *, control: bool = False) -> list[Finding]:
    """Return what is found of one scenario: after the first round the guess, after the second the shift."""
    if second is None:
        return _guesses(first)
    findings = [_shift("session_second_look" if control else "session_shift", second.shift.share)]
    if first.agreement is not None and second.agreement is not None:
        agreements = (first.agreement.same_side, second.agreement.same_side)
        findings.append(Finding(kind="session_agreement", numbers=agreements, participants=second.picture.n))
    return [finding for finding in findings if finding is not None]


def effect_findings(effect: EffectRecord | None) -> list[Finding]:
    """Return what is found of a whole session: the shift of its talks."""
    finding = None if effect is None else _shift("session_effect" if effect.net else "session_gross", effect.share)
    return [] if finding is None else [finding]


def _guesses(first: FirstRecord) -> list[Finding]:
    findings = []
    if first.guess is not None:
        gap = first.guess.gap
        findings.append(
            Finding(kind="session_gap", estimate=100 * gap.estimate, interval=_points(gap), participants=gap.people,
                    numbers=(first.guess.guessed, first.guess.truth))
        )  # fmt: skip
    if first.model is not None:
        visible = () if first.picture.positive is None else (first.picture.positive,)
        findings.append(
            Finding(kind="session_model", estimate=first.model.share, interval=first.model.interval, numbers=visible)
        )
    return findings


def _shift(kind: Kind, shift: ShiftRecord | None) -> Finding | None:
    if shift is None:
        return None
    return Finding(kind=kind, estimate=100 * shift.estimate, interval=_points(shift), participants=shift.people)


def _points(shift: ShiftRecord) -> tuple[float, float]:
    return 100 * shift.interval[0], 100 * shift.interval[1]
