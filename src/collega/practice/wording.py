"""What calibration and drift say, in plain words: messages, so that every door says the same in its language."""

from __future__ import annotations

from collega.messages import Message
from collega.practice.calibration import Calibration
from collega.practice.drift import Drift


def calibration_sentences(found: Calibration) -> tuple[Message, ...]:
    """Return what calibration says: how many judged positively beside what was expected, and what the line says."""
    if found.expected is None or found.observed is None:
        return ()
    message = Message(
        "practice-observed-beside-expected",
        judgements=found.judgements, observed=round(100 * found.observed), expected=round(100 * found.expected),
    )  # fmt: skip
    return (message,) if found.verdict is None else (message, Message(f"practice-verdict-{found.verdict}"))


def drift_sentence(found: Drift) -> Message:
    """Return what the monitor says now."""
    if found.alarm is None or found.direction is None or found.since is None:
        return Message("practice-no-drift", judgements=len(found.up))
    code = f"practice-drift-{found.direction.replace('_', '-')}"
    return Message(code, at=found.alarm + 1, since=found.since + 1)
