"""Findings in English: a function a kind."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.findings.weight import runs
from collega.findings.words.form import Compared, Form, rounded_alike

_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
_NAMED = 4


def _count(n: int) -> str:
    return _COUNTS.get(n, str(n))


def weight(finding: Finding, form: Form) -> str:
    """What weighs most, or which criteria may."""
    tied = finding.criteria
    if finding.estimate is not None and finding.interval is not None:
        percent, low, high = form.measured(finding.estimate, finding.interval)
        return f"{form.criterion(tied[0])} weighs most: {percent}% (between {low}% and {high}%)."
    if len(tied) == finding.among:
        return f"Which criterion weighs most is not certain: it may be any of the {_count(len(tied))}."
    if len(tied) > _NAMED:
        return (
            f"Which criterion weighs most is not certain: {_count(len(tied))} of the {_count(finding.among or 0)} may."
        )
    doubt = f"Which of these {_count(len(tied))} weighs most is not certain."
    if rounded_alike(finding.numbers):
        subject = "both" if len(tied) == 2 else "each"
        return f"{form.criteria(tied)} weigh most, {subject} about {form.number(finding.numbers[0])}%. {doubt}"
    return f"{form.criteria(tied, finding.numbers)} weigh most. {doubt}"


def order(finding: Finding, form: Form) -> str:
    """Of which neighbours in the order it is not certain which weighs more."""
    brackets = [run for run in runs(finding) if len(run) > 1]
    owner = ""
    if finding.characteristic is not None and finding.value is not None:
        owner = f" in the group {form.value(finding.characteristic, finding.value)}"
    if not brackets:
        return f"The order of {form.criteria(finding.criteria)} is certain{owner}."
    if len(brackets) == 1 and len(brackets[0]) == len(finding.criteria):
        return f"The order of {form.criteria(finding.criteria)} is not certain{owner}."
    names = "; ".join(form.criteria(run) for run in brackets)
    return f"Which weighs most{owner} is not certain within each of these sets: {names}."


def demonstrated(finding: Finding, form: Form) -> str:
    """That all criteria weigh."""
    if len(finding.criteria) <= 2:
        return f"That {form.criteria(finding.criteria)} count is demonstrated."
    return f"Of all {_count(len(finding.criteria))} criteria it is demonstrated that they count."


def not_demonstrated(finding: Finding, form: Form) -> str:
    """Of which criteria it is not demonstrated that they weigh."""
    n = len(finding.criteria)
    if n == finding.among and n > 1:
        return "Of no criterion it is demonstrated that it counts."
    if n > _NAMED:
        return f"Of {_count(n)} of the {_count(finding.among or 0)} criteria it is not demonstrated that they count."
    return f"That {form.criteria(finding.criteria)} {'counts' if n == 1 else 'count'} is not demonstrated."


def not_weighed(finding: Finding, form: Form) -> str:
    """That it cannot be computed what weighs, or that there is one criterion."""
    if finding.criteria:
        return (
            f"There is one criterion to weigh, {form.criterion(finding.criteria[0])}: its importance is therefore 100%."
        )
    return (
        "How heavily the criteria weigh cannot be computed: nearly all answers are the same, or no criterion has two "
        "levels that were judged."
    )


def _group(finding: Finding, form: Form) -> str:
    assert finding.characteristic is not None
    assert finding.value is not None
    people = f", {finding.participants} participants" if finding.participants is not None else ""
    name = form.study.characteristic(finding.characteristic).name("en")
    return f"{form.value(finding.characteristic, finding.value)} ({name}{people})"


def _others(finding: Finding) -> str:
    return "the other group" if finding.among == 1 else "the other groups"


def _difference(compared: Compared) -> str:
    rounding = "" if compared.exact else ", computed before rounding,"
    points = "percentage point" if compared.difference == "1" else "percentage points"
    return f"The difference{rounding} is {compared.difference} {points} (between {compared.low} and {compared.high})."


def _compared(finding: Finding, form: Form, scale: float = 1.0) -> Compared:
    assert finding.estimate is not None
    assert finding.interval is not None
    share, reference = finding.numbers
    return form.compared((scale * share, scale * reference), finding.estimate, finding.interval)


def group_weight(finding: Finding, form: Form) -> str:
    """Which group weighs a criterion more heavily or more lightly than the other groups."""
    assert finding.estimate is not None
    direction = "more heavily" if finding.estimate > 0 else "more lightly"
    comparison = _compared(finding, form)
    return (
        f"{form.criterion(finding.criteria[0])} weighs {direction} in the group {_group(finding, form)}: "
        f"{comparison.one}, "
        f"against {comparison.other} in {_others(finding)}. {_difference(comparison)}"
    )


def contrast(finding: Finding, form: Form) -> str:
    """Which criteria weigh clearly more heavily or lightly in one group than in another."""
    assert finding.characteristic is not None
    assert finding.value is not None
    name = form.value(finding.characteristic, finding.value)
    reference = f"the group {form.value(*finding.values)}" if finding.values else _others(finding)
    heavier = [key for key, number in zip(finding.criteria, finding.numbers, strict=True) if number > 0]
    lighter = [key for key, number in zip(finding.criteria, finding.numbers, strict=True) if number < 0]
    if not finding.criteria:
        return f"No criterion weighs clearly more heavily or lightly in the group {name} than in {reference}."
    parts = [
        f"{_subject(keys, form)} {'weighs' if len(keys) == 1 else 'weigh'} clearly {direction}"
        for keys, direction in ((heavier, "more heavily"), (lighter, "more lightly"))
        if keys
    ]
    return f"{' and '.join(parts)} in the group {name} than in {reference}."


def _subject(keys: list[str], form: Form) -> str:
    return form.criteria(keys) if len(keys) <= _NAMED else f"{_count(len(keys))} criteria"


def strictness(finding: Finding, form: Form) -> str:
    """Which group answers more or less often positively."""
    assert finding.estimate is not None
    direction = "more" if finding.estimate > 0 else "less"
    comparison = _compared(finding, form, 100)
    return (
        f"In an average case the group {_group(finding, form)} answers positively {direction} often than "
        f"{_others(finding)}: {comparison.one}, against {comparison.other}. {_difference(comparison)}"
    )


def trend(finding: Finding, form: Form) -> str:
    """Whether answers get more or less positive from the first group to the last."""
    assert finding.characteristic is not None
    assert finding.estimate is not None
    name, (first, last) = form.characteristic(finding.characteristic), finding.numbers
    rising = finding.estimate > 0
    consistent = (last - first) * finding.estimate > 0 and not rounded_alike([100 * first, 100 * last])
    if not consistent:
        direction = "more" if rising else "less"
        return (
            f"The higher the value of {name}, the {direction} often participants answer positively in an average case."
        )
    start, end = (form.value(finding.characteristic, value) for value in finding.values)
    moves = "rises" if rising else "falls"
    return (
        f"The share of positive answers in an average case {moves} with {name}: from {form.share(first)} in the group "
        f"{start} to {form.share(last)} in the group {end}."
    )


def self_image(finding: Finding, form: Form) -> str:
    """How self-image compares with the answers."""
    if finding.values:
        return f"Self-image beside behaviour. {trend(finding, form)}"
    assert finding.characteristic is not None
    assert finding.value is not None
    assert finding.estimate is not None
    direction = "more" if finding.estimate > 0 else "less"
    comparison = _compared(finding, form, 100)
    name = form.study.characteristic(finding.characteristic).name("en")
    return (
        f"Self-image beside behaviour: whoever chose {form.value(finding.characteristic, finding.value)} at "
        f"{form.quoted(name)} answers positively {direction} often in an average case than {_others(finding)}: "
        f"{comparison.one}, against {comparison.other}. {_difference(comparison)}"
    )


def differs(finding: Finding, form: Form) -> str:
    """That groups differ, while it is not certain which one does."""
    assert finding.characteristic is not None
    return (
        f"Groups by {form.characteristic(finding.characteristic)} demonstrably answer differently. Which group differs "
        "from the others is not certain."
    )


def alike(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """That no difference between groups is demonstrated."""
    aspects = "how positively they answer and in how they weigh" if finding.criteria else "how positively they answer"
    grounds = "one characteristic" if finding.among == 1 else f"{_count(finding.among or 0)} characteristics"
    return f"The groups of {grounds} were compared. A difference in {aspects} is not demonstrated."


def no_groups(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """That there are no groups to compare."""
    return "Groups were not compared: of no characteristic may two be shown."


def positive(finding: Finding, form: Form) -> str:
    """How positive the answers are, and at how many scenarios most of them."""
    if finding.estimate is None:
        return "How positive the answers are is not shown: that would tell about a few participants."
    text = f"Of all answers {form.share(finding.estimate)} are positive."
    majority, total = int(finding.numbers[0]), finding.among or 0
    if total < 2:
        return text
    if majority in (0, total):
        return f"{text} At {'none' if majority == 0 else 'each'} of the {total} scenarios the majority is positive."
    return f"{text} At {majority} of the {total} scenarios the majority is positive."


def agreement(finding: Finding, form: Form) -> str:
    """How often two participants are on the same side."""
    assert finding.estimate is not None
    share = form.share_with_ends(finding.estimate, finding.interval, "to")
    return f"Two participants are on the same side at {share} of the scenarios on average."


def divided(finding: Finding, form: Form) -> str:
    """About which scenario the participants are most divided."""
    names = finding.scenarios
    if len(names) == 1:
        share = form.share(finding.numbers[0])
        return f"Participants are most divided about scenario {names[0]}: an estimated {share} positive."
    if len(names) > _NAMED:
        return (
            f"About which scenario participants are most divided is not certain: it may be {len(names)} of the "
            f"{finding.among}."
        )
    return (
        f"Participants are most divided about the scenarios {form.listed(names)}. About which of them most is not "
        "certain."
    )


def agreed(finding: Finding, form: Form) -> str:
    """About which scenario the participants agree most."""
    names = finding.scenarios
    if not finding.numbers:
        if len(names) == 1:
            return f"At scenario {names[0]} nearly all participants are on the same side."
        return f"At {len(names)} of the {finding.among} scenarios nearly all participants are on the same side."
    if len(names) == 1:
        share = form.share(finding.numbers[0])
        return f"Participants agree most about scenario {names[0]}: an estimated {share} positive."
    if len(names) > _NAMED:
        return (
            f"About which scenario participants agree most is not certain: it may be {len(names)} of the "
            f"{finding.among}."
        )
    return f"Participants agree most about the scenarios {form.listed(names)}. About which of them most is not certain."
