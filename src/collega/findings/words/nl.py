"""Bevindingen in het Nederlands: één functie per soort."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.findings.weight import runs
from collega.findings.words.form import Compared, Form, rounded_alike

_COUNTS = {2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes", 7: "zeven", 8: "acht", 9: "negen", 10: "tien"}
_NAMED = 4


def _count(n: int) -> str:
    return _COUNTS.get(n, str(n))


def weight(finding: Finding, form: Form) -> str:
    """Wat het zwaarst weegt, of welke criteria daarvoor in aanmerking komen."""
    tied = finding.criteria
    if finding.estimate is not None and finding.interval is not None:
        percent, low, high = form.measured(finding.estimate, finding.interval)
        return f"{form.criterion(tied[0])} weegt het zwaarst: {percent}% (tussen {low}% en {high}%)."
    if len(tied) == finding.among:
        return f"Welk criterium het zwaarst weegt, staat niet vast: dat kan elk van de {_count(len(tied))} zijn."
    if len(tied) > _NAMED:
        return (
            f"Welk criterium het zwaarst weegt, staat niet vast: {_count(len(tied))} van de "
            f"{_count(finding.among or 0)} komen "
            "daarvoor in aanmerking."
        )
    doubt = f"Welk van deze {_count(len(tied))} het zwaarst weegt, staat niet vast."
    if rounded_alike(finding.numbers):
        subject = "allebei" if len(tied) == 2 else "elk"
        return (
            f"{form.criteria(tied)} wegen het zwaarst, {subject} ongeveer {form.number(finding.numbers[0])}%. {doubt}"
        )
    return f"{form.criteria(tied, finding.numbers)} wegen het zwaarst. {doubt}"


def order(finding: Finding, form: Form) -> str:
    """Van welke buren in de volgorde niet vaststaat welke zwaarder weegt."""
    brackets = [run for run in runs(finding) if len(run) > 1]
    owner = ""
    if finding.characteristic is not None and finding.value is not None:
        owner = f" in de groep {form.value(finding.characteristic, finding.value)}"
    if not brackets:
        return f"De volgorde van {form.criteria(finding.criteria)} staat{owner} vast."
    if len(brackets) == 1 and len(brackets[0]) == len(finding.criteria):
        return f"De onderlinge volgorde van {form.criteria(finding.criteria)} staat{owner} niet vast."
    names = "; ".join(form.criteria(run) for run in brackets)
    return f"Wat{owner} het zwaarst weegt, staat binnen elk van deze groepjes niet vast: {names}."


def demonstrated(finding: Finding, form: Form) -> str:
    """Dat alle criteria meewegen."""
    if len(finding.criteria) <= 2:
        return f"Dat {form.criteria(finding.criteria)} meewegen, is aangetoond."
    return f"Van alle {_count(len(finding.criteria))} criteria is aangetoond dat ze meewegen."


def not_demonstrated(finding: Finding, form: Form) -> str:
    """Van welke criteria niet is aangetoond dat ze meewegen."""
    n = len(finding.criteria)
    if n == finding.among and n > 1:
        return "Van geen enkel criterium is aangetoond dat het meeweegt."
    if n > _NAMED:
        return f"Van {_count(n)} van de {_count(finding.among or 0)} criteria is niet aangetoond dat ze meewegen."
    return f"Dat {form.criteria(finding.criteria)} {'meeweegt' if n == 1 else 'meewegen'}, is niet aangetoond."


def not_weighed(finding: Finding, form: Form) -> str:
    """Dat niet te berekenen is wat zwaar weegt, of dat er één criterium is."""
    if finding.criteria:
        return f"Er is één criterium te wegen, {form.criterion(finding.criteria[0])}: het belang daarvan is dus 100%."
    return (
        "Hoe zwaar de criteria wegen, is niet te berekenen: bijna alle antwoorden zijn hetzelfde, of van geen "
        "criterium zijn er twee waarden beoordeeld."
    )


def _group(finding: Finding, form: Form) -> str:
    assert finding.characteristic is not None
    assert finding.value is not None
    people = f", {finding.participants} deelnemers" if finding.participants is not None else ""
    name = form.study.characteristic(finding.characteristic).name("nl")
    return f"{form.value(finding.characteristic, finding.value)} ({name}{people})"


def _others(finding: Finding) -> str:
    return "de andere groep" if finding.among == 1 else "de andere groepen"


def _difference(compared: Compared) -> str:
    rounding = "" if compared.exact else ", berekend vóór het afronden,"
    return f"Het verschil{rounding} is {compared.difference} procentpunt (tussen {compared.low} en {compared.high})."


def _compared(finding: Finding, form: Form, scale: float = 1.0) -> Compared:
    assert finding.estimate is not None
    assert finding.interval is not None
    share, reference = finding.numbers
    return form.compared((scale * share, scale * reference), finding.estimate, finding.interval)


def group_weight(finding: Finding, form: Form) -> str:
    """Welke groep een criterium zwaarder of lichter weegt dan de andere groepen."""
    assert finding.estimate is not None
    direction = "zwaarder" if finding.estimate > 0 else "lichter"
    comparison = _compared(finding, form)
    return (
        f"{form.criterion(finding.criteria[0])} weegt {direction} in de groep {_group(finding, form)}: "
        f"{comparison.one}, "
        f"tegen {comparison.other} in {_others(finding)}. {_difference(comparison)}"
    )


def contrast(finding: Finding, form: Form) -> str:
    """Welke criteria in de ene groep duidelijk zwaarder of lichter wegen dan in de andere."""
    assert finding.characteristic is not None
    assert finding.value is not None
    name = form.value(finding.characteristic, finding.value)
    reference = f"de groep {form.value(*finding.values)}" if finding.values else _others(finding)
    heavier = [key for key, number in zip(finding.criteria, finding.numbers, strict=True) if number > 0]
    lighter = [key for key, number in zip(finding.criteria, finding.numbers, strict=True) if number < 0]
    if not finding.criteria:
        return f"Geen enkel criterium weegt in de groep {name} duidelijk zwaarder of lichter dan in {reference}."
    parts = [
        f"{'weegt' if len(keys) == 1 else 'wegen'} {_subject(keys, form)} duidelijk {direction}"
        for keys, direction in ((heavier, "zwaarder"), (lighter, "lichter"))
        if keys
    ]
    return f"In de groep {name} {' en '.join(parts)} dan in {reference}."


def _subject(keys: list[str], form: Form) -> str:
    return form.criteria(keys) if len(keys) <= _NAMED else f"{_count(len(keys))} criteria"


def strictness(finding: Finding, form: Form) -> str:
    """Welke groep vaker of minder vaak positief antwoordt."""
    assert finding.estimate is not None
    direction = "vaker" if finding.estimate > 0 else "minder vaak"
    comparison = _compared(finding, form, 100)
    return (
        f"De groep {_group(finding, form)} antwoordt in een gemiddelde casus {direction} positief "
        f"dan {_others(finding)}: "
        f"{comparison.one}, tegen {comparison.other}. {_difference(comparison)}"
    )


def trend(finding: Finding, form: Form) -> str:
    """Of de antwoorden positiever of negatiever worden van de eerste tot de laatste groep."""
    assert finding.characteristic is not None
    assert finding.estimate is not None
    name, (first, last) = form.characteristic(finding.characteristic), finding.numbers
    rising = finding.estimate > 0
    consistent = (last - first) * finding.estimate > 0 and not rounded_alike([100 * first, 100 * last])
    if not consistent:
        direction = "vaker" if rising else "minder vaak"
        return (
            f"Hoe hoger de waarde van {name}, hoe {direction} deelnemers in een gemiddelde casus positief antwoorden."
        )
    start, end = (form.value(finding.characteristic, value) for value in finding.values)
    moves = "loopt op" if rising else "loopt terug"
    return (
        f"Het aandeel positieve antwoorden in een gemiddelde casus {moves} met {name}: van {form.share(first)} in de "
        f"groep {start} tot {form.share(last)} in de groep {end}."
    )


def self_image(finding: Finding, form: Form) -> str:
    """Hoe het zelfbeeld zich verhoudt tot de antwoorden."""
    if finding.values:
        return f"Zelfbeeld naast gedrag. {trend(finding, form)}"
    assert finding.characteristic is not None
    assert finding.value is not None
    assert finding.estimate is not None
    direction = "vaker" if finding.estimate > 0 else "minder vaak"
    comparison = _compared(finding, form, 100)
    name = form.study.characteristic(finding.characteristic).name("nl")
    return (
        f"Zelfbeeld naast gedrag: wie zichzelf bij {form.quoted(name)} indeelt als "
        f"{form.value(finding.characteristic, finding.value)}, antwoordt in een gemiddelde casus {direction} positief "
        "dan "
        f"{_others(finding)}: {comparison.one}, tegen {comparison.other}. {_difference(comparison)}"
    )


def differs(finding: Finding, form: Form) -> str:
    """Dat groepen verschillen, terwijl niet vaststaat welke groep afwijkt."""
    assert finding.characteristic is not None
    return (
        f"Groepen naar {form.characteristic(finding.characteristic)} antwoorden aantoonbaar verschillend. Welke groep "
        "afwijkt van de andere, staat niet vast."
    )


def alike(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """Dat geen verschil tussen groepen is aangetoond."""
    aspects = "hoe positief zij antwoorden en in hoe zij wegen" if finding.criteria else "hoe positief zij antwoorden"
    if finding.among == 1:
        return f"De groepen van één eigenschap zijn vergeleken. Een verschil in {aspects} is niet aangetoond."
    compared = f"Bij {_count(finding.among or 0)} eigenschappen zijn groepen vergeleken."
    return f"{compared} Een verschil in {aspects} is niet aangetoond."


def no_groups(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """Dat er geen groepen te vergelijken zijn."""
    return "Groepen zijn niet vergeleken: van geen enkele eigenschap mogen er twee getoond worden."


def positive(finding: Finding, form: Form) -> str:
    """Hoe positief de antwoorden zijn, en bij hoeveel scenario’s de meeste."""
    if finding.estimate is None:
        return "Hoe positief de antwoorden zijn, wordt niet getoond: dat zou iets verraden over enkele deelnemers."
    text = f"Van alle antwoorden is {form.share(finding.estimate)} positief."
    majority, total = int(finding.numbers[0]), finding.among or 0
    if total < 2:
        return text
    if majority in (0, total):
        return f"{text} Bij {'geen' if majority == 0 else 'elk'} van de {total} scenario’s is de meerderheid positief."
    return f"{text} Bij {majority} van de {total} scenario’s is de meerderheid positief."


def agreement(finding: Finding, form: Form) -> str:
    """Hoe vaak twee deelnemers aan dezelfde kant staan."""
    assert finding.estimate is not None
    share = form.share_with_ends(finding.estimate, finding.interval, "tot")
    return f"Twee deelnemers staan gemiddeld bij {share} van de scenario’s aan dezelfde kant."


def divided(finding: Finding, form: Form) -> str:
    """Over welk scenario de deelnemers het meest verdeeld zijn."""
    names = finding.scenarios
    if len(names) == 1:
        share = form.share(finding.numbers[0])
        return f"Het meest verdeeld zijn de deelnemers over scenario {names[0]}: naar schatting {share} positief."
    if len(names) > _NAMED:
        return (
            f"Over welk scenario de deelnemers het meest verdeeld zijn, staat niet vast: {len(names)} van de "
            f"{finding.among} komen daarvoor in aanmerking."
        )
    return (
        f"Het meest verdeeld zijn de deelnemers over de scenario’s {form.listed(names)}. Over welk het meest, staat "
        "niet vast."
    )


def agreed(finding: Finding, form: Form) -> str:
    """Over welk scenario de deelnemers het meest eens zijn."""
    names = finding.scenarios
    if not finding.numbers:
        if len(names) == 1:
            return f"Bij scenario {names[0]} staan bijna alle deelnemers aan dezelfde kant."
        return f"Bij {len(names)} van de {finding.among} scenario’s staan bijna alle deelnemers aan dezelfde kant."
    if len(names) == 1:
        share = form.share(finding.numbers[0])
        return f"Het meest eens zijn de deelnemers het over scenario {names[0]}: naar schatting {share} positief."
    if len(names) > _NAMED:
        return (
            f"Over welk scenario de deelnemers het meest eens zijn, staat niet vast: {len(names)} van de "
            f"{finding.among} komen daarvoor in aanmerking."
        )
    return (
        f"Het meest eens zijn de deelnemers het over de scenario’s {form.listed(names)}. Over welk het meest, staat "
        "niet vast."
    )
