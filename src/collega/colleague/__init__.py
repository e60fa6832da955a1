"""What they would advise: cases, advice with reasons, what would change it, and what was really judged."""

from collega.colleague.advice import Advice, CaseShare, Reason, VirtualColleague, ask
from collega.colleague.case import Case, case_from_json, cases_from_table, make_case, parse_case
from collega.colleague.nearest import Nearest
from collega.colleague.prepared import GroupShare, Prepared, prepare
from collega.colleague.what_if import Tipping, WhatIf
from collega.colleague.wording import blank_sentence, level_text, summary, tipping_sentence, tips_surely, why_unsure

__all__ = [
    "Advice",
    "Case",
    "CaseShare",
    "GroupShare",
    "Nearest",
    "Prepared",
    "Reason",
    "Tipping",
    "VirtualColleague",
    "WhatIf",
    "ask",
    "blank_sentence",
    "case_from_json",
    "cases_from_table",
    "level_text",
    "make_case",
    "parse_case",
    "prepare",
    "summary",
    "tipping_sentence",
    "tips_surely",
    "why_unsure",
]
