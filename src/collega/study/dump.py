"""Writing a study definition, and the hashes that identify it and what its scenarios stand on."""

from __future__ import annotations

import hashlib
import json

import yaml

from collega.study.definition import Study

_NOT_HASHED = ("contact", "share_of")


def study_hash(study: Study) -> str:
    """SHA-256 of the definition, independent of layout and comments.

    Contact details, short names, and whose share comes first, do not count.

    ``ordered`` of a characteristic counts only where it is true: older definitions, without it, keep their hash.
    """
    canonical = study.model_dump(mode="json", exclude=set(_NOT_HASHED))
    for characteristic in canonical["characteristics"]:
        if not characteristic["ordered"]:
            del characteristic["ordered"]
    for item in (*canonical["criteria"], *canonical["characteristics"]):
        for part in (item, *item.get("levels", ()), *item.get("values", ())):
            del part["short"]
    return _hash(canonical)


def design_hash(study: Study) -> str:
    """SHA-256 of what scenarios stand on: criteria and levels by key and place, what never goes together, the number.

    Texts, answers, characteristics, retention and the rest may change without another design.
    """
    basis = {
        "criteria": [[criterion.key, criterion.level_keys] for criterion in study.criteria],
        "never": sorted(sorted(rule.items()) for rule in study.never),
        "scenarios_per_participant": study.scenarios_per_participant,
    }
    return _hash(basis)


def dump_study(study: Study) -> str:
    """Return the definition as YAML that ``parse_study`` reads back to an equal study."""
    data = study.model_dump(mode="json", exclude_defaults=True)
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _hash(facts: object) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _Dumper(yaml.SafeDumper):
    """Quotes every string that YAML readers could take for something else."""


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = text.replace("_", "").replace("-", "").replace(" ", "").isalpha() and text.lower() not in _WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"}
_Dumper.add_representer(str, _string)
