"""Verschil tussen collega’s in het Nederlands: één functie per soort bevinding."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.findings.words.form import Form, whole_percents


def other_side(finding: Finding, form: Form) -> str:
    """Hoe vaak een andere collega op de andere kant uitkomt, en dezelfde collega een volgende keer."""
    return _other_side(finding, form, "")


def other_side_at_most(finding: Finding, form: Form) -> str:
    """Hetzelfde, waar van dezelfde collega alleen een bovengrens bekend is."""
    return _other_side(finding, form, "hooguit ")


def _other_side(finding: Finding, form: Form, at_most: str) -> str:
    assert finding.estimate is not None
    assert finding.interval is not None
    share, low, high = form.measured(100 * finding.estimate, _percents(finding.interval))
    often = f"In {share}% van de gevallen (tussen {low}% en {high}%)"
    text = f"{often} komt een andere collega in dezelfde casus aan de andere kant uit"
    if not finding.numbers:
        return f"{text}."
    return f"{text}. Dezelfde collega doet dat een volgende keer in {at_most}{form.share(finding.numbers[0])}."


def _percents(interval: tuple[float, float]) -> tuple[float, float]:
    return 100 * interval[0], 100 * interval[1]


def variation(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """Waar het verschil in oordelen over dezelfde casus uit bestaat."""
    level, pattern, occasion = whole_percents(finding.numbers)
    return (
        f"Van al het verschil in oordelen over dezelfde casus is {level}% verschil in strengheid en {pattern}% "
        f"verschil in weging. De andere {occasion}% hangt van het moment af, of van iets dat het model niet kent."
    )


def variation_level(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """Hetzelfde, van een model dat iedereen dezelfde gewichten geeft."""
    level, rest = whole_percents(finding.numbers)
    return (
        f"Van al het verschil in oordelen over dezelfde casus is {level}% verschil in strengheid. In de andere {rest}% "
        "zit ook het verschil in weging: dit model houdt die twee niet uit elkaar."
    )


def ask_more(finding: Finding, form: Form) -> str:
    """Hoeveel collega’s je moet vragen voordat hun meerderheid vaak genoeg die van allemaal is."""
    stable, single, five, *least = finding.numbers
    steps = (
        f"Eén collega staat in {form.share(single)} van de casussen aan de kant waar de meeste collega’s staan, de "
        f"meerderheid van vijf in {form.share(five)}."
    )
    if finding.estimate is None:
        return f"{steps} Voor {form.share(stable)} zijn zelfs {finding.among} collega’s niet genoeg."
    number = int(finding.estimate)
    if number == 1:
        return f"{steps} Eén collega vragen is dus genoeg voor {form.share(stable)} van de casussen."
    between = ""
    if finding.interval is not None and finding.interval[0] < finding.interval[1]:
        between = f" (tussen {int(finding.interval[0])} en {int(finding.interval[1])})"
    elif least:
        between = f" (tussen {int(least[0])} en meer dan {finding.among})"
    return f"{steps} Voor {form.share(stable)} zijn er {number} nodig{between}."
