"""Bevindingen van een sessie in het Nederlands: een functie per soort."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.findings.words.form import Form
from collega.findings.words.shifts import parts_of, sure


def _parts(finding: Finding, form: Form) -> tuple[float, str, str, str]:
    shift, size, low, high = parts_of(finding, form)
    return shift, f"{form.number(size)} procentpunt", low, high


def session_gap(finding: Finding, form: Form) -> str:
    """Hoe ver mensen ernaast zitten over hun collega's."""
    gap, points, low, high = _parts(finding, form)
    guessed, truth = (form.number(100 * share) for share in finding.numbers)
    text = f"De zaal schatte dat {guessed}% positief oordeelt; in werkelijkheid is dat {truth}%."
    if not sure(finding):
        return f"{text} Dat verschil kan toeval zijn ({low} tot {high} procentpunt)."
    truly = "positiever" if gap < 0 else "minder positief"
    return f"{text} Collega’s zijn dus {truly} dan gedacht: {points} ({low} tot {high})."


def session_model(finding: Finding, form: Form) -> str:
    """Wat de virtuele collega zei."""
    assert finding.interval is not None
    share, low, high = (form.number(100 * value) for value in (finding.estimate or 0.0, *finding.interval))
    return f"De virtuele collega zei {share}% (tussen {low}% en {high}%)."


def session_shift(finding: Finding, form: Form) -> str:
    """Hoe ver de zaal na een gesprek opschoof."""
    shift, points, low, high = _parts(finding, form)
    people = f"{finding.participants} mensen oordeelden twee keer"
    if not sure(finding):
        return f"Of het gesprek de zaal heeft doen opschuiven, is niet zeker: {low} tot {high} procentpunt ({people})."
    direction = "hoger" if shift > 0 else "lager"
    return f"Na het gesprek ligt het aandeel positieve oordelen {points} {direction} ({low} tot {high}; {people})."


def session_second_look(finding: Finding, form: Form) -> str:
    """Hoe ver de zaal opschoof waar niets werd besproken."""
    shift, points, low, high = _parts(finding, form)
    if not sure(finding):
        return f"Hierover is niet gesproken; een verschuiving is niet aangetoond ({low} tot {high} procentpunt)."
    direction = "hoger" if shift > 0 else "lager"
    talk = "Hierover is niet gesproken; toch ligt het aandeel positief de tweede keer"
    return f"{talk} {points} {direction} ({low} tot {high})."


def session_agreement(finding: Finding, form: Form) -> str:
    """Hoe vaak twee mensen aan dezelfde kant staan, voor en na."""
    first, second = (form.number(100 * share) for share in finding.numbers)
    return f"Twee mensen uit de zaal staan eerst in {first}% van de gevallen aan dezelfde kant, daarna in {second}%."


def session_effect(finding: Finding, form: Form) -> str:
    """Wat de gesprekken deden, na aftrek van de controle."""
    shift, points, low, high = _parts(finding, form)
    off = "Wat de controle vanzelf opschoof, is eraf getrokken"
    if not sure(finding):
        return f"Niet aangetoond is dat de gesprekken de zaal één kant op bewogen: {low} tot {high} procentpunt. {off}."
    direction = "meer" if shift > 0 else "minder"
    return f"Door de gesprekken kwamen er {points} {direction} positieve oordelen ({low} tot {high}). {off}."


def session_gross(finding: Finding, form: Form) -> str:
    """Hoe ver de zaal opschoof, zonder controle."""
    shift, points, low, high = _parts(finding, form)
    off = "Er was geen controle: wat een tweede blik vanzelf doet, zit hierin"
    if not sure(finding):
        return f"Niet aangetoond is dat de zaal één kant op bewoog: {low} tot {high} procentpunt. {off}."
    direction = "meer" if shift > 0 else "minder"
    return f"Daarna waren er {points} {direction} positieve oordelen ({low} tot {high}). {off}."
