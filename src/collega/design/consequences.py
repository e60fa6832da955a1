"""What the definition of a study leads to before anything is designed: what its rules rule out, and what they cost.

One source for the command line, the quality report of a design, and the pages of the website.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Literal

from collega.design.candidates import Rule
from collega.design.equivalence import constrained_bound
from collega.design.feasible import Feasible, Tie, feasible
from collega.messages import Message
from collega.study.definition import Study

Kind = Literal["nothing", "impossible", "tied", "few", "same", "needless", "entangled"]

_QUICK = 20_000  # combinations of linked criteria; a bound over more takes a second
_MOST_TRIED = 60  # rules that are left out one by one to find those that matter
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One thing that the definition leads to.

    Attributes
    ----------
    kind : str
        ``nothing`` (no scenario is left), ``impossible`` (a level), ``tied`` (criteria), ``few`` (scenarios), ``same``
        and ``needless`` (a rule), ``entangled`` (not computed).
    criteria : tuple of str
        Keys of the criteria it is about.
    level : str
        Key of the level that is impossible.
    rules : tuple of int
        Positions under ``never``, from 0: those that together bring it about; of a needless rule itself and the other.
    scenarios : int
        How many are allowed, where they are few.
    text : str
        The whole in words.
    """

    kind: Kind
    criteria: tuple[str, ...] = ()
    level: str = ""
    rules: tuple[int, ...] = ()
    scenarios: int = 0
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What a definition leads to.

    Attributes
    ----------
    combinations : int
        Of all levels.
    allowed : int or None
        Combinations that the rules leave; None where they are too entangled to count.
    efficiency : float
        No design can have a higher D-efficiency, however many scenarios it has; 1 without rules.
    items : tuple of Consequence
    """

    combinations: int
    allowed: int | None
    efficiency: float
    items: tuple[Consequence, ...]


@lru_cache(maxsize=64)
def _computed(study_levels: tuple[int, ...], never: tuple[Rule, ...]) -> tuple[Feasible | None, float]:
    every = feasible(study_levels, never)
    identified = every is not None and every.rank == 1 + sum(study_levels) - len(study_levels)
    return every, constrained_bound(study_levels, never, at_most=_QUICK) if identified else 0.0


def consequences(study: Study) -> Consequences:
    """Return what the definition of a study leads to, what matters most first."""
    every, efficiency = _computed(study.n_levels, study.never_rules)
    combinations = prod(study.n_levels)
    items = _needless(study)
    if every is None:
        text = Message("design-rules-entangled")
        items.insert(0, Consequence(kind="entangled", text=text))
        return Consequences(combinations=combinations, allowed=None, efficiency=1.0, items=tuple(items))
    if every.count == 0:
        return Consequences(combinations=combinations, allowed=0, efficiency=0.0, items=(_nothing(study, every),))
    messages = [_impossible(study, criterion, level) for criterion, level in every.impossible]
    messages += [_tied(study, tie) for tie in every.ties]
    size = study.scenarios_per_participant
    if every.count < size:
        refusal = Message("design-one-scenario-possible", asked=size)
        remark = Message("design-few-scenarios-possible", possible=every.count, asked=size)
        text = refusal if every.count == 1 else remark
        messages.append(Consequence(kind="few", scenarios=every.count, text=text))
    return Consequences(
        combinations=combinations, allowed=every.count, efficiency=efficiency, items=(*messages, *items)
    )


def limits_of_any_design(study: Study) -> tuple[Consequence, ...]:
    """Return what no design can make up for: impossible levels and tied criteria."""
    return tuple(item for item in consequences(study).items if item.kind in ("impossible", "tied"))


def largest_rank(study: Study) -> int | None:
    """Return how many parameters all allowed scenarios together identify; None where that is not known."""
    every, _ = _computed(study.n_levels, study.never_rules)
    return None if every is None else every.rank


def _nothing(study: Study, every: Feasible) -> Consequence:
    block = next(d.criteria for d in every.diagrams if d.count == 0)

    def remains(rules: tuple[Rule, ...]) -> bool:
        remaining = feasible(study.n_levels, rules)
        return remaining is not None and remaining.count == 0

    rules = _responsible(study, block, remains)
    text = Message("design-no-scenario-left", rules=named(study, rules))
    return Consequence(kind="nothing", criteria=_keys(study, sorted(block)), rules=rules, text=text)


def _impossible(study: Study, criterion: int, level: int) -> Consequence:
    def remains(rules: tuple[Rule, ...]) -> bool:
        remaining = feasible(study.n_levels, rules)
        return remaining is not None and (criterion, level) in remaining.impossible

    rules = _responsible(study, _block(study, criterion), remains)
    key, name = study.criterion_keys[criterion], study.criteria[criterion].level_keys[level]
    text = Message("design-level-never-possible", level=name, criterion=key, rules=named(study, rules))
    return Consequence(kind="impossible", criteria=(key,), level=name, rules=rules, text=text)


def _tied(study: Study, tie: Tie) -> Consequence:
    def remains(rules: tuple[Rule, ...]) -> bool:
        remaining = feasible(study.n_levels, rules)
        lost = (
            0
            if remaining is None
            else sum(bond.lost for bond in remaining.ties if set(bond.criteria) & set(tie.criteria))
        )
        return lost >= tie.lost

    rules = _responsible(study, _block(study, tie.criteria[0]), remains)
    keys = _keys(study, tie.criteria)
    text = Message("design-weights-inseparable", criteria=keys, rules=named(study, rules))
    return Consequence(kind="tied", criteria=keys, rules=rules, text=text)


def _needless(study: Study) -> list[Consequence]:
    """Return rules that forbid nothing that another does not forbid."""
    messages = []
    parts = [frozenset(rule) for rule in study.never_rules]
    for number, rule in enumerate(parts):
        wider = next(
            (candidate for candidate, part in enumerate(parts) if part < rule or (part == rule and candidate < number)),
            None,
        )
        if wider is None:
            continue
        narrow, candidate = named(study, (number,)), named(study, (wider,))
        equal = parts[wider] == rule
        text = (
            Message("design-same-rule", rule=narrow, other=candidate)
            if equal
            else Message("design-idle-rule", rule=narrow, other=candidate)
        )
        messages.append(Consequence(kind="same" if equal else "needless", rules=(number, wider), text=text))
    return messages


def _responsible(study: Study, block: Sequence[int], remains: Callable[[tuple[Rule, ...]], bool]) -> tuple[int, ...]:
    """Return rules that bring something about, none of which can be left out; all of a block where they are many.

    Of rules that say the same the first stays: the others are told to be needless.
    """
    rules = study.never_rules
    chosen = [number for number, rule in enumerate(rules) if rule[0][0] in block]
    for number in chosen[::-1] if len(chosen) <= _MOST_TRIED else []:
        fewer = [candidate for candidate in chosen if candidate != number]
        if remains(tuple(rules[candidate] for candidate in fewer)):
            chosen = fewer
    return tuple(chosen)


def _block(study: Study, criterion: int) -> tuple[int, ...]:
    every = feasible(study.n_levels, study.never_rules)
    blocks = () if every is None else every.blocks
    return next(block for block in blocks if criterion in block)


def _keys(study: Study, criteria: Sequence[int]) -> tuple[str, ...]:
    return tuple(study.criterion_keys[c] for c in criteria)


def named(study: Study, rules: Sequence[int]) -> str:
    """Return rules by their place and what they forbid."""
    names = [
        Message(
            "design-rule", number=number + 1, levels=[f"{key}={level}" for key, level in study.never[number].items()]
        )
        for number in rules[:_MOST_NAMED]
    ]
    if len(rules) > _MOST_NAMED:
        return Message("common-and-more", names=names, number=len(rules) - _MOST_NAMED)
    return Message("design-rules", rules=names)
