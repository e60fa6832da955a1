"""An empty study: what a definition must have, with an explanation wherever a text is still to be written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from collega.study import Text, parse_study
from collega.web.records.models import Study

EMPTY = """
key: my-study
title: {nl: "[Welke beslissing onderzoekt u?]", en: "[Which decision do you study?]"}
statement: {nl: "[Stelling waarmee deelnemers het eens of oneens zijn]", en: "[Statement that participants agree or disagree with]"}
answers:
  - {key: strongly_disagree, text: {nl: Zeer mee oneens, en: Strongly disagree}}
  - {key: disagree, text: {nl: Mee oneens, en: Disagree}}
  - {key: agree, text: {nl: Mee eens, en: Agree}, positive: true}
  - {key: strongly_agree, text: {nl: Zeer mee eens, en: Strongly agree}, positive: true}
criteria:
  - key: criterion_1
    text: {nl: "[Een vraag waarvan het antwoord per scenario verschilt]", en: "[A question of which the answer differs by scenario]"}
    levels:
      - {key: level_1, text: {nl: "[Een antwoord daarop]", en: "[One answer to it]"}}
      - {key: level_2, text: {nl: "[Een ander antwoord]", en: "[Another answer]"}}
"""  # noqa: E501


def explanations() -> frozenset[str]:
    """Return the texts that explain what is to be written in their place."""
    study = parse_study(EMPTY)
    texts = [study.title, study.statement]
    for criterion in study.criteria:
        texts += [criterion.text, *(level.text for level in criterion.levels)]
    return frozenset(words for text in texts for words in (text.nl, text.en))


_EXPLANATIONS = explanations()


def to_write(study: Study) -> list[str]:
    """Return the parts of a study of which a text is still to be written."""
    definition = study.as_defined
    texts: list[tuple[str, Text]] = [(_("Title"), definition.title), (_("Statement"), definition.statement)]
    for n, criterion in enumerate(definition.criteria, start=1):
        texts.append((_("criterion %(n)d") % {"n": n}, criterion.text))
        texts += [(_("values of criterion %(n)d") % {"n": n}, level.text) for level in criterion.levels]
    return list(dict.fromkeys(part for part, text in texts if {text.nl, text.en} & _EXPLANATIONS))


def explain(form: Any) -> None:
    """Leave the fields of a form empty that are still to be written, with the explanation inside them, greyed."""
    unwritten = [name for name, value in form.initial.items() if value in _EXPLANATIONS]
    for name in unwritten:
        form.fields[name].widget.attrs["placeholder"] = form.initial[name].strip("[]")
    blank = [*unwritten, "key"] if unwritten and "key" in form.initial else unwritten
    form.initial = {name: "" if name in blank else value for name, value in form.initial.items()}
