"""The command that checks a study folder: what is wrong, and what follows from what is written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import polars as pl

from collega.cli.app import AsJson, Folder, app
from collega.cli.collecting import flag_facts, show_flagged
from collega.cli.output import print_json, results, sentence, warn
from collega.design import Consequences, consequences
from collega.errors import Problem, StudyError
from collega.folder import SCENARIOS, STUDY, StudyFolder
from collega.messages import warnings_json
from collega.panel import Panel
from collega.panel.doubts import doubts_of
from collega.panel.flags import FLAGS, quality_flags
from collega.panel.limits import dominant_participant, limit_text, limits_of
from collega.panel.repeats import repeats_warning
from collega.panel.stored import PARTICIPANTS
from collega.signs import texts_of, unprintable, warnings_of
from collega.study import Study, study_hash

_NAMED = 5


@app.command()
def check(folder: Folder, as_json: AsJson = False) -> None:
    """Check the study, and the scenarios and answers where they are there; tell every problem, and what follows."""
    source = StudyFolder(folder)
    study = source.study()
    ahead, substitutes = consequences(study), unprintable(texts_of(study))
    _refuse_without_scenarios(ahead)
    facts, lines = _study_facts(study) | _rule_facts(ahead), [_summary(study), *_rule_lines(study, ahead)]
    facts["substitutes"] = [asdict(substitute) for substitute in substitutes]
    warnings = [*(item.text for item in ahead.items), *warnings_of(substitutes)]
    flagged = None
    if source.has(SCENARIOS):
        design = source.design()
        scenarios, versions = len(design.scenarios), len(design.versions)
        facts |= {"scenarios": scenarios, "versions": versions}
        lines.append(f"{scenarios} scenario{'s' * (scenarios != 1)} in {versions} version{'s' * (versions != 1)}.")
    if source.answers.there:
        panel = source.panel()
        flags = quality_flags(panel)
        flagged = flags.filter(pl.any_horizontal(FLAGS))
        silent = flags.filter(pl.col("answers") == 0)["participant"].to_list()
        facts |= {"panel": _panel_facts(panel, silent), **flag_facts(flags, flagged)}
        lines.append(sentence(panel) + ".")
        warnings += [*_silent_warning(silent, source.answers.name), *_data_warnings(panel), *repeats_warning(panel)]
    warnings += source.warnings
    if source.study_changed:
        changed = f"{STUDY} has changed since the scenarios and answers were written; they still fit it"
        warnings.append(f"{changed}, but not everyone may have read the same texts")
    warn(warnings)
    if as_json:
        print_json(facts | {"problems": []} | warnings_json(warnings))
        return
    for line in [*lines, "Nothing is wrong, but see the warnings." if warnings else "Everything is in order."]:
        results().print(line)
    if flagged is not None:
        show_flagged(flagged)


def _refuse_without_scenarios(ahead: Consequences) -> None:
    nothing = [item for item in ahead.items if item.kind == "nothing"]
    if nothing:
        raise StudyError([Problem(file=STUDY, where="never", found=item.text) for item in nothing])


def _study_facts(study: Study) -> dict[str, Any]:
    return {
        "key": study.key,
        "hash": study_hash(study),
        "languages": list(study.languages),
        "criteria": len(study.criteria),
        "levels": list(study.n_levels),
        "answers": list(study.answer_keys),
        "characteristics": [item.key for item in study.characteristics],
    }


def _rule_facts(ahead: Consequences) -> dict[str, Any]:
    return {
        "combinations": ahead.combinations,
        "allowed_scenarios": ahead.allowed,
        "highest_d_efficiency": ahead.efficiency,
        "consequences": [
            {
                "kind": item.kind,
                "criteria": list(item.criteria),
                "level": item.level or None,
                "rules": [f"never[{number + 1}]" for number in item.rules],
                "text": item.text,
            }
            for item in ahead.items
        ],
    }


def _summary(study: Study) -> str:
    people, criteria = len(study.characteristics), len(study.criteria)
    return (
        f"{study.key}: {criteria} criteri{'on' if criteria == 1 else 'a'}, {len(study.answers)} answers, "
        f"{people} characteristic{'s' * (people != 1)}, languages {' and '.join(study.languages)}."
    )


def _rule_lines(study: Study, ahead: Consequences) -> list[str]:
    if not study.never or ahead.allowed is None:
        return []
    line = f"The rules under 'never' allow {ahead.allowed} of {ahead.combinations} scenarios."
    if 0 < ahead.efficiency < 0.995:
        line += f" No design can then have a D-efficiency above {ahead.efficiency:.2f}; without rules it is 1."
    return [line]


def _panel_facts(panel: Panel, silent: list[str]) -> dict[str, Any]:
    return {
        "participants": panel.n_participants,
        "included": int(panel.included.sum()),
        "answers": panel.n_answers,
        "without_answers": silent,
        "synthetic": panel.synthetic,
    }


def _silent_warning(silent: list[str], file: str) -> list[str]:
    if not silent:
        return []
    remainder = f" and {len(silent) - _NAMED} more" if len(silent) > _NAMED else ""
    people = "1 participant has" if len(silent) == 1 else f"{len(silent)} participants have"
    return [f"{people} no answers in {file} ({', '.join(silent[:_NAMED])}{remainder}): nothing can be told of them"]


def _data_warnings(panel: Panel) -> list[str]:
    """Return what limits the answers, and who gave a large part of them."""
    dominant = dominant_participant(panel)
    people = [] if dominant is None else [f"{dominant[0]} gave {dominant[1]} of the {panel.counted.n_answers} answers"]
    nobody = (
        [] if panel.included.any() else [f"none of the participants is included ({PARTICIPANTS}): no answer counts"]
    )
    return [*nobody, *doubts_of(panel), *map(limit_text, limits_of(panel)), *people]
