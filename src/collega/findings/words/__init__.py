"""A finding in words: one function a kind and language."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from collega.findings.finding import Finding
from collega.findings.words import en, nl
from collega.findings.words.form import Form
from collega.study.definition import Study
from collega.study.text import LANGUAGES, Language

_WORDS: dict[Language, ModuleType] = {"nl": nl, "en": en}


def sentence(finding: Finding, study: Study, language: Language) -> str:
    """Return a finding as one or two sentences with short names."""
    text: str = getattr(_WORDS[language], finding.kind)(finding, Form(study=study, language=language))
    return text[:1].upper() + text[1:]


def with_words(finding: Finding, study: Study) -> dict[str, Any]:
    """Return a finding as other programs read it, with its words in both languages."""
    return finding.as_json() | {"text": {language: sentence(finding, study, language) for language in LANGUAGES}}
