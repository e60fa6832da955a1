"""Advice in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collega.cli.insight_tables import hidden, mark_synthetic
from collega.cli.output import bar_of, results, show, signed, stacked
from collega.colleague import (
    Advice,
    CaseRow,
    CaseShare,
    Reason,
    Share,
    VirtualColleague,
    asked_case,
    others_sentence,
    percent_text,
    summary,
    unjudged_sentence,
    unjudged_text,
)
from collega.findings import TIPPING, case_text
from collega.study.definition import Study

_SHOWN_WHAT_IF = 12
_BARS = "share positive"


def print_advice(advice: Advice, study: Study) -> None:
    """Print one advice: the share, the answers, reasons, what would change it, and the nearest judged scenarios."""
    if advice.unjudged:
        results().print(unjudged_sentence(study, advice, "en"), style="bold")
    mark_synthetic(advice.synthetic)
    results().print(summary(study, advice, "en"), style="bold")
    beside = others_sentence(study, advice, "en")
    results().print(f"{beside}\n" if beside else "")
    show("Answers, %", _answers(advice), bar="%", top=100)
    if advice.case.blank:
        first = case_text(study, advice, "en", "find_out_first")
        results().print(f"{first} Blank: {', '.join(advice.case.blank)}.\n".lstrip())
    if advice.case.levels:
        show(
            f"Reasons: points above or below the average case ({percent_text(advice.average, 'en')})", _reasons(advice)
        )
    show(f"What if? Share positive, %; now {percent_text(advice.share, 'en')}", _what_if(advice), bar="%", top=100)
    results().print(case_text(study, advice, "en", "majority", *TIPPING) + "\n")
    if advice.nearest:
        show(f"Nearest scenarios that were judged ({study.answer_keys[0]} first)", _nearest(advice, study))


def print_shares(colleague: VirtualColleague, shares: Sequence[CaseShare], rows: Sequence[CaseRow]) -> None:
    """Print the shares of many cases as one table, in the order asked, with what stood beside them."""
    for text in unjudged_texts(shares):
        results().print(text, style="bold")
    mark_synthetic(colleague.fit.synthetic)
    frame = pl.DataFrame(
        {
            "case": list(range(1, len(shares) + 1)),
            "%": [_percent(case.share) for case in shares],
            "90% interval": [_interval(case.interval) for case in shares],
            **_other_shares(colleague.study, shares),
            "filled in": [
                _levels_text(asked_case(colleague.study, case.case, case.unjudged).levels) for case in shares
            ],
        }
    )
    frame = frame.hstack(_beside(rows, frame.columns))
    bars = pl.Series(_BARS, [bar_of(case.share, 1.0) for case in shares])
    people = f"{colleague.participants} participants"
    show(f"{colleague.study.key}: share of {people} who would advise positively", frame.insert_column(3, bars))


def _other_shares(study: Study, shares: Sequence[CaseShare]) -> dict[str, list[str]]:
    """Return a column for the profession where there are counts, for colleagues where the study leads with them."""
    columns: dict[str, list[str]] = {}
    for population in ("colleagues", "profession"):
        others = [case.others.of(population) for case in shares]
        shares_known = [share for share in others if share is not None]
        if len(shares_known) == len(shares) and population in ("profession", study.share_of):
            columns[f"of {'the ' * (population == 'profession')}{population}, %"] = [
                f"{_percent(share.share)} ({_interval(share.interval)})" for share in shares_known
            ]
    return columns


def unjudged_texts(shares: Sequence[CaseShare]) -> list[str]:
    """Return for every level that nobody judged that no answer stands behind it."""
    levels = dict.fromkeys(pair for case in shares for pair in case.unjudged)
    return [unjudged_text((pair,), "en") for pair in levels]


def _beside(rows: Sequence[CaseRow], columns: Sequence[str]) -> list[pl.Series]:
    """Return the columns of the users as they call them, apart from ours."""
    names = list(rows[0].beside) if rows else []
    return [
        pl.Series(f"{name} (in the table)" if name in (*columns, _BARS) else name, [row.beside[name] for row in rows])
        for name in names
    ]


def _percent(share: float) -> int:
    return round(100 * share)


def _interval(interval: tuple[float, float]) -> str:
    return f"{_percent(interval[0])}–{_percent(interval[1])}"


def _levels_text(levels: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{criterion}={level}" for criterion, level in levels) or "nothing"


def _answers(advice: Advice) -> pl.DataFrame:
    return pl.DataFrame({"answer": list(advice.answers), "%": [_percent(chance) for chance in advice.answers.values()]})


def _reasons(advice: Advice) -> pl.DataFrame:
    filled = [reason for reason in advice.reasons if reason.level is not None]
    widest = max(abs(reason.points) for reason in filled) or 1.0
    return pl.DataFrame(
        {
            "reason": [f"{reason.criterion}={reason.level}" for reason in filled],
            "points": [signed(reason.points).rjust(len("points")) for reason in filled],
            "90% interval": [_points(reason) for reason in filled],
            "against": [bar_of(-reason.points, widest, 12).rjust(12) for reason in filled],
            "for": [bar_of(reason.points, widest, 12) for reason in filled],
        }
    )


def _points(reason: Reason) -> str:
    return "–" if reason.interval is None else " to ".join(signed(end) for end in reason.interval)


def _what_if(advice: Advice) -> pl.DataFrame:
    changes = sorted(advice.what_if, key=lambda change: -abs(change.share - advice.share))[:_SHOWN_WHAT_IF]
    return pl.DataFrame(
        {
            "instead": [f"{change.criterion}={change.level}" for change in changes],
            "%": [_percent(change.share) for change in changes],
            "90% interval": [_interval(change.interval) for change in changes],
        },
        schema={"instead": pl.String, "%": pl.Int64, "90% interval": pl.String},
    )


def _nearest(advice: Advice, study: Study) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "scenario": [near.scenario for near in advice.nearest],
            "n": [near.n for near in advice.nearest],
            "positive": [_share(near.positive) for near in advice.nearest],
            "by the model": [_share(near.model) for near in advice.nearest],
            "answers": [
                hidden(near.mostly, near.n)
                if near.answers is None
                else stacked([near.answers[key] for key in study.answer_keys])
                for near in advice.nearest
            ],
            "differs in": [", ".join(near.differs) or "nothing that was filled in" for near in advice.nearest],
        },
        schema={"scenario": pl.String, "n": pl.Int64, "positive": pl.String, "by the model": pl.String,
                "answers": pl.String, "differs in": pl.String},
    )  # fmt: skip


def _share(share: Share | None) -> str:
    """Return a share with its 90% interval."""
    return "–" if share is None else f"{percent_text(share.share, 'en')} ({_interval(share.interval)})"
