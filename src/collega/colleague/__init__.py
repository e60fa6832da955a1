"""What they would advise: cases, advice with reasons, what would change it, and what was really judged."""

from collega.colleague.advice import Advice, Reason
from collega.colleague.case import Case, build_case, case_from_json, make_case, parse_case
from collega.colleague.case_table import CaseRow, CaseTable, cases_from_table
from collega.colleague.evidence import Evidence
from collega.colleague.nearest import Nearest
from collega.colleague.own_advice import same_advice_sentence
from collega.colleague.percentages import end_texts, percent_text, range_text, spread_text
from collega.colleague.share_words import lead_of, others_sentence, summary
from collega.colleague.unjudged_levels import asked_case, unjudged_text
from collega.colleague.virtual import CaseShare, GroupShare, VirtualColleague, ask
from collega.colleague.what_if import Tipping, WhatIf
from collega.colleague.wording import (
    criterion_with_level,
    level_text,
    named_level,
    unjudged_sentence,
)
from collega.insight.populations import OtherShares, Populations, Share

__all__ = [
    "Advice",
    "Case",
    "CaseRow",
    "CaseShare",
    "CaseTable",
    "Evidence",
    "GroupShare",
    "Nearest",
    "OtherShares",
    "Populations",
    "Reason",
    "Share",
    "Tipping",
    "VirtualColleague",
    "WhatIf",
    "ask",
    "asked_case",
    "build_case",
    "case_from_json",
    "cases_from_table",
    "criterion_with_level",
    "end_texts",
    "lead_of",
    "level_text",
    "make_case",
    "named_level",
    "others_sentence",
    "parse_case",
    "percent_text",
    "range_text",
    "same_advice_sentence",
    "spread_text",
    "summary",
    "unjudged_sentence",
    "unjudged_text",
]
