"""Bevindingen over een casus in het Nederlands: één functie per soort."""

from __future__ import annotations

from collega.colleague.percentages import percent_text, range_text, spread_text
from collega.findings.case import certain
from collega.findings.finding import Finding
from collega.findings.words.form import Form

_NAMED = 3


def majority(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """Of vaststaat aan welke kant de meerderheid staat."""
    assert finding.estimate is not None
    assert finding.interval is not None
    negation = "" if finding.estimate > 0.5 else "niet "
    if finding.numbers:
        reach = (finding.numbers[0], finding.numbers[1])
        spread = spread_text(reach, "nl")
        if certain(reach):
            start = "Wat er ook nog wordt ingevuld, naar schatting zou een meerderheid"
            return f"{start} {negation}positief adviseren: {spread}."
        return (
            "Of een meerderheid positief zou adviseren, hangt af van wat nog niet is ingevuld: het aandeel kan "
            f"uitkomen op {spread}."
        )
    if certain(finding.interval):
        side = "boven" if finding.estimate > 0.5 else "onder"
        return (
            f"Dat een meerderheid {negation}positief zou adviseren, is zeker: "
            f"het interval van 90% ligt helemaal {side} 50%."
        )
    ends = range_text(finding.interval, "nl", form="from")
    return f"Of een meerderheid positief zou adviseren, is niet zeker: het interval van 90% loopt {ends}."


def find_out_first(finding: Finding, form: Form) -> str:
    """Wat eerst uit te zoeken."""
    name = form.criterion(finding.criteria[0])
    if finding.among == 1:
        return f"Vul nog {name} in. Dan is de casus volledig."
    ends = range_text((finding.numbers[0], finding.numbers[1]), "nl")
    return f"Vul eerst {name} in: dat maakt het antwoord het duidelijkst. Daarna ligt het aandeel gemiddeld {ends}."


def tips(finding: Finding, form: Form) -> str:
    """Welke veranderingen de meerderheid zeker naar de andere kant brengen."""
    if not finding.criteria:
        return "Geen enkele losse verandering brengt de meerderheid met zekerheid naar de andere kant."
    negation = "" if finding.numbers[0] > 0.5 else "niet "
    return f"Een meerderheid zou zeker {negation}positief adviseren met {_listed(finding, form)}."


def may_tip(finding: Finding, form: Form) -> str:
    """Bij welke veranderingen alleen de schatting aan de andere kant komt."""
    return (
        f"Met {_listed(finding, form)} komt de schatting aan de andere kant van 50%, maar is niet zeker of de "
        "meerderheid omslaat."
    )


def tips_together(finding: Finding, form: Form) -> str:
    """Welke veranderingen samen de schatting naar de andere kant brengen."""
    assert finding.estimate is not None
    assert finding.interval is not None
    changes = form.listed(form.levels(finding))
    share = percent_text(finding.estimate, "nl")
    start = f"Eén verandering is niet genoeg. Met {changes} samen zou {share} positief adviseren"
    if certain(finding.interval):
        return f"{start}: dan slaat de meerderheid zeker om."
    ends = range_text(finding.interval, "nl", form="from")
    return f"{start}. Of de meerderheid dan omslaat, is niet zeker: het interval van 90% loopt {ends}."


def nothing_tips(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """Dat niets gevonden is."""
    return "Er is geen verandering gevonden die de meerderheid naar de andere kant brengt."


def _listed(finding: Finding, form: Form) -> str:
    names = [
        f"{level} ({percent_text(share, 'nl')})"
        for level, share in zip(form.levels(finding), finding.numbers, strict=True)
    ]
    rest = len(names) - _NAMED
    if rest > 1:
        return f"{', '.join(names[:_NAMED])} of een van {rest} andere veranderingen"
    return " of ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
