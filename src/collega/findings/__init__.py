"""What the posterior supports, as frozen values; words come last."""

from collega.findings.case import TIPPING, case_findings
from collega.findings.contrast import contrast_finding
from collega.findings.finding import Finding, Kind
from collega.findings.group_weight import group_weight_differences
from collega.findings.noise import noise_findings
from collega.findings.selection import chosen
from collega.findings.stored import findings_of, pack_insights, without
from collega.findings.strictness import strictness_differences
from collega.findings.study import study_findings
from collega.findings.weight import group_orders, heaviest_in_group, runs
from collega.findings.words import case_text, sentence, with_words

__all__ = [
    "TIPPING",
    "Finding",
    "Kind",
    "case_findings",
    "case_text",
    "chosen",
    "contrast_finding",
    "findings_of",
    "group_orders",
    "group_weight_differences",
    "heaviest_in_group",
    "noise_findings",
    "pack_insights",
    "runs",
    "sentence",
    "strictness_differences",
    "study_findings",
    "with_words",
    "without",
]
