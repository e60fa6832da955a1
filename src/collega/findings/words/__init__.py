"""A finding in words: one function a kind and language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from collega.colleague.advice import Advice
from collega.findings.case import case_findings
from collega.findings.finding import Finding, Kind
from collega.findings.session import effect_findings, step_findings
from collega.findings.words import case_en, case_nl, en, nl, noise_en, noise_nl, session_en, session_nl
from collega.findings.words.form import Form
from collega.rounds.record import EffectRecord, FirstRecord, SecondRecord
from collega.study.definition import Study
from collega.study.text import LANGUAGES, Language

_WORDS = {"nl": (nl, case_nl, noise_nl, session_nl), "en": (en, case_en, noise_en, session_en)}


def sentence(finding: Finding, study: Study, language: Language) -> str:
    """Return a finding as one or two sentences with short names."""
    text = words_of(finding.kind, language)(finding, Form(study=study, language=language))
    return text[:1].upper() + text[1:]


def words_of(kind: Kind, language: Language) -> Callable[[Finding, Form], str]:
    """Return the function that puts findings of a kind into words."""
    module = next(wording for wording in _WORDS[language] if hasattr(wording, kind))
    words: Callable[[Finding, Form], str] = getattr(module, kind)
    return words


def case_text(study: Study, advice: Advice, language: Language, *kinds: Kind) -> str:
    """Return what is found about a case, of these kinds or all, as sentences; empty where there is nothing."""
    findings = [finding for finding in case_findings(advice) if not kinds or finding.kind in kinds]
    return " ".join(sentence(item, study, language) for item in findings)


def with_words(finding: Finding, study: Study) -> dict[str, Any]:
    """Return a finding as other programs read it, with its words in both languages."""
    return finding.as_json() | {"text": {language: sentence(finding, study, language) for language in LANGUAGES}}


def session_sentences(
    study: Study, language: Language, first: FirstRecord, second: SecondRecord | None = None, *, control: bool = False
) -> list[str]:
    """Return what is found of one scenario of a session: after the first round, or where it is given the second."""
    return [sentence(finding, study, language) for finding in step_findings(first, second, control=control)]


def effect_sentences(study: Study, language: Language, effect: EffectRecord | None) -> list[str]:
    """Return what is found of a whole session."""
    return [sentence(finding, study, language) for finding in effect_findings(effect)]
