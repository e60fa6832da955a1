"""Differences between colleagues in English: one function for each kind of finding."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.findings.words.form import Form, whole_percents


def other_side(finding: Finding, form: Form) -> str:
    """How often another colleague comes out on the other side, and the same colleague a next time."""
    return _other_side(finding, form, "")


def other_side_at_most(finding: Finding, form: Form) -> str:
    """The same, where of the same colleague only an upper bound is known."""
    return _other_side(finding, form, "at most ")


def _other_side(finding: Finding, form: Form, at_most: str) -> str:
    assert finding.estimate is not None
    assert finding.interval is not None
    low, high = finding.interval
    share, first, last = form.measured(100 * finding.estimate, (100 * low, 100 * high))
    between = f"(between {first}% and {last}%)"
    text = f"In the same case, another colleague comes out on the other side {share}% of the time {between}"
    if not finding.numbers:
        return f"{text}."
    return (
        f"{text}. The same colleague, judging it again, does so {at_most}{form.share(finding.numbers[0])} of the time."
    )


def variation(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """What the variation in judgements on the same case is made of."""
    level, pattern, occasion = whole_percents(finding.numbers)
    return (
        f"Of all variation in judgements on the same case, {level}% is difference in strictness and {pattern}% "
        f"difference in weighing. The other {occasion}% depends on the moment, or on something that the model does not "
        "know."
    )


def variation_level(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """The same, of a model that gives everybody the same weights."""
    level, rest = whole_percents(finding.numbers)
    return (
        f"Of all variation in judgements on the same case, {level}% is difference in strictness. The other {rest}% "
        "includes difference in weighing: this model cannot tell the two apart."
    )


def ask_more(finding: Finding, form: Form) -> str:
    """How many colleagues to ask before their majority is often enough that of all."""
    stable, single, five, *least = finding.numbers
    steps = (
        f"One colleague is on the side of most colleagues in {form.share(single)} of the cases, the majority of five "
        "in "
        f"{form.share(five)}."
    )
    if finding.estimate is None:
        return f"{steps} For {form.share(stable)} even {finding.among} colleagues are not enough."
    number = int(finding.estimate)
    if number == 1:
        return f"{steps} So asking one colleague is enough for {form.share(stable)} of the cases."
    between = ""
    if finding.interval is not None and finding.interval[0] < finding.interval[1]:
        between = f" (between {int(finding.interval[0])} and {int(finding.interval[1])})"
    elif least:
        between = f" (between {int(least[0])} and more than {finding.among})"
    return f"{steps} For {form.share(stable)} it takes {number} of them{between}."
