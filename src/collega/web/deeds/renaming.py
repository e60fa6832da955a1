"""Other keys for the parts of a study, and everything that refers to parts by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from collega.design import Design
from collega.study import Study as Definition

Rule = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """New keys by old ones.

    Attributes
    ----------
    parts : dict of str to str
        Of criteria and characteristics, which never share a key.
    inner : dict of str to dict of str to str
        Of levels and values, by the old key of what they belong to.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    inner: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def part(self, key: str) -> str:
        """Return the new key of a criterion or characteristic."""
        return self.parts.get(key, key)

    def level(self, part: str, key: str) -> str:
        """Return the new key of a level or value, by old keys."""
        return self.inner.get(part, {}).get(key, key)

    def rule(self, rule: Rule) -> dict[str, str]:
        """Return a forbidden combination in the new keys."""
        return {self.part(criterion): self.level(criterion, level) for criterion, level in rule.items()}

    def figure(self, name: str) -> str:
        """Return the name of a figure, such as ``importance.function.dpo``, in the new keys."""
        kind, *keys = name.split(".")
        renamed = [self.part(keys[0]), *(self.level(keys[0], key) for key in keys[1:])] if keys else []
        return ".".join([kind, *renamed])


def rules_about(rules: Iterable[Rule], criterion: str, levels: Iterable[str] | None = None) -> list[Rule]:
    """Return the forbidden combinations in which a criterion stands, or some of its levels."""
    wanted_levels = None if levels is None else set(levels)
    return [rule for rule in rules if criterion in rule and (wanted_levels is None or rule[criterion] in wanted_levels)]


def carry(design: Design, earlier: Definition, later: Definition, renaming: Renaming) -> Design | None:
    """Return a design for a definition in which parts were only renamed or moved; None where more has changed."""
    names = [(renaming.part(c.key), [renaming.level(c.key, key) for key in c.level_keys]) for c in earlier.criteria]
    old = {criterion: (c, levels) for c, (criterion, levels) in enumerate(names)}
    unchanged = (
        {criterion: sorted(levels) for criterion, levels in names}
        == {item.key: sorted(item.level_keys) for item in later.criteria}
        and _as_set(map(renaming.rule, earlier.never)) == _as_set(later.never)
        and earlier.scenarios_per_participant == later.scenarios_per_participant
    )
    if not unchanged:
        return None
    columns = []
    for criterion in later.criteria:
        c, levels = old[criterion.key]
        place = np.array([criterion.level_keys.index(level) for level in levels])
        columns.append(place[design.profiles[:, c]])
    profiles = np.ascontiguousarray(np.column_stack(columns))
    return Design(scenarios=design.scenarios, profiles=profiles, versions=design.versions, shows=design.shows)


def _as_set(rules: Iterable[Rule]) -> set[Any]:
    return {frozenset(rule.items()) for rule in rules}
