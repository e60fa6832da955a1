"""Findings about a case in English: a function a kind."""

from __future__ import annotations

from collega.colleague.percentages import percent_text, range_text, spread_text
from collega.findings.case import certain
from collega.findings.finding import Finding
from collega.findings.words.form import Form

_NAMED = 3


def majority(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """Whether it is certain on which side the majority is."""
    assert finding.estimate is not None
    assert finding.interval is not None
    no = "" if finding.estimate > 0.5 else "not "
    if finding.numbers:
        reach = (finding.numbers[0], finding.numbers[1])
        spread = spread_text(reach, "en")
        if certain(reach):
            return (
                f"Whatever else is filled in, an estimated majority would {no}advise positively: the share is {spread}."
            )
        return (
            f"Whether a majority would advise positively depends on what is still open: the share may come to {spread}."
        )
    if certain(finding.interval):
        side = "above" if finding.estimate > 0.5 else "below"
        return f"It is certain that a majority would {no}advise positively: the 90% interval lies entirely {side} 50%."
    ends = range_text(finding.interval, "en", form="from")
    return f"Whether a majority would advise positively is not certain: the 90% interval runs {ends}."


def find_out_first(finding: Finding, form: Form) -> str:
    """What to find out first."""
    name = form.criterion(finding.criteria[0])
    if finding.among == 1:
        return f"Only {name} is still to be filled in. Then the case is complete."
    ends = range_text((finding.numbers[0], finding.numbers[1]), "en")
    return f"Fill in {name} first: that makes the answer clearest. After that the share lies {ends} on average."


def tips(finding: Finding, form: Form) -> str:
    """Which changes surely bring the majority to the other side."""
    if not finding.criteria:
        return "No single change brings the majority to the other side with certainty."
    no = "" if finding.numbers[0] > 0.5 else "not "
    return f"A majority would certainly {no}advise positively with {_listed(finding, form)}."


def may_tip(finding: Finding, form: Form) -> str:
    """With which changes only the estimate comes to the other side."""
    return f"With {_listed(finding, form)} the estimate crosses 50%, but whether the majority tips is not certain."


def tips_together(finding: Finding, form: Form) -> str:
    """Which changes together bring the estimate to the other side."""
    assert finding.estimate is not None
    assert finding.interval is not None
    changes = form.listed(form.levels(finding))
    share = percent_text(finding.estimate, "en")
    start = f"One change is not enough. With {changes} together {share} would advise positively"
    if certain(finding.interval):
        return f"{start}: then the majority certainly tips."
    ends = range_text(finding.interval, "en", form="from")
    return f"{start}. Whether the majority then tips is not certain: the 90% interval runs {ends}."


def nothing_tips(finding: Finding, form: Form) -> str:  # noqa: ARG001
    """That nothing was found."""
    return "No change was found that tips the majority."


def _listed(finding: Finding, form: Form) -> str:
    names = [
        f"{level} ({percent_text(share, 'en')})"
        for level, share in zip(form.levels(finding), finding.numbers, strict=True)
    ]
    rest = len(names) - _NAMED
    if rest > 1:
        return f"{', '.join(names[:_NAMED])} or one of {rest} other changes"
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
