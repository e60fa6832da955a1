"""What the posterior supports, as frozen values; words come last."""

from collega.findings.case import TIPPING, case_findings
from collega.findings.contrast import contrast_finding
from collega.findings.finding import Finding, Kind
from collega.findings.group_weight import group_weight_differences
from collega.findings.noise import noise_findings
from collega.findings.selection import chosen
from collega.findings.session import effect_findings, step_findings
from collega.findings.stored import findings_of, pack_insights, without
from collega.findings.strictness import strictness_differences
from collega.findings.study import study_findings
from collega.findings.weight import group_orders, heaviest_in_group, runs
from collega.findings.words import case_text, effect_sentences, sentence, session_sentences, with_words

__all__ = [
    "TIPPING",
    "Finding",
    "Kind",
    "case_findings",
    "case_text",
    "chosen",
    "contrast_finding",
    "effect_findings",
    "effect_sentences",
    "findings_of",
    "group_orders",
    "group_weight_differences",
    "heaviest_in_group",
    "noise_findings",
    "pack_insights",
    "runs",
    "sentence",
    "session_sentences",
    "step_findings",
    "strictness_differences",
    "study_findings",
    "with_words",
    "without",
]
