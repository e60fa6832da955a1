"""Findings of a session in English: a function a kind."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.findings.words.form import Form
from collega.findings.words.shifts import parts_of, sure


def _parts(finding: Finding, form: Form) -> tuple[float, str, str, str]:
    shift, size, low, high = parts_of(finding, form)
    return shift, f"{form.number(size)} percentage point{'' if size == 1 else 's'}", low, high


def session_gap(finding: Finding, form: Form) -> str:
    """How far people misjudge their colleagues."""
    gap, points, low, high = _parts(finding, form)
    guessed, truth = (form.number(100 * share) for share in finding.numbers)
    text = f"The room guessed that {guessed}% judge positively; in fact {truth}% do."
    if not sure(finding):
        return f"{text} The difference may be chance ({low} to {high} points)."
    direction = "less" if gap < 0 else "more"
    return f"{text} They think their colleagues are {direction} positive than they are: by {points} ({low} to {high})."


def session_model(finding: Finding, form: Form) -> str:
    """What the virtual colleague said."""
    assert finding.interval is not None
    share, low, high = (form.number(100 * value) for value in (finding.estimate or 0.0, *finding.interval))
    return f"The virtual colleague said {share}% (between {low}% and {high}%)."


def session_shift(finding: Finding, form: Form) -> str:
    """How far the room moved after a talk."""
    shift, points, low, high = _parts(finding, form)
    people = f"{finding.participants} people judged twice"
    if not sure(finding):
        return f"Whether the talk moved the room is not certain: {low} to {high} points ({people})."
    return f"After the talk {points} {'more' if shift > 0 else 'fewer'} judge positively ({low} to {high}; {people})."


def session_second_look(finding: Finding, form: Form) -> str:
    """How far the room moved where nothing was said."""
    shift, points, low, high = _parts(finding, form)
    if not sure(finding):
        return f"Nobody talked about this one, and a shift is not demonstrated ({low} to {high} points)."
    direction = "more" if shift > 0 else "fewer"
    return (
        f"Nobody talked about this one; still {points} {direction} judge positively the second time ({low} to {high})."
    )


def session_agreement(finding: Finding, form: Form) -> str:
    """How often two people are on the same side, before and after."""
    first, second = (form.number(100 * share) for share in finding.numbers)
    return f"Two people of the room are on the same side in {first}% of cases at first, and in {second}% afterwards."


def session_effect(finding: Finding, form: Form) -> str:
    """What the talks did, the shift of the control taken off."""
    shift, points, low, high = _parts(finding, form)
    off = "What the control shifted by itself has been taken off"
    if not sure(finding):
        return f"It is not demonstrated that the talks moved the room one way: {low} to {high} points. {off}."
    return f"The talks made {points} {'more' if shift > 0 else 'fewer'} judge positively ({low} to {high}). {off}."


def session_gross(finding: Finding, form: Form) -> str:
    """How far the room moved, without a control."""
    shift, points, low, high = _parts(finding, form)
    off = "There was no control, so what a second look does by itself is in this"
    if not sure(finding):
        return f"It is not demonstrated that the room moved one way: {low} to {high} points. {off}."
    return f"Afterwards {points} {'more' if shift > 0 else 'fewer'} judge positively ({low} to {high}). {off}."
