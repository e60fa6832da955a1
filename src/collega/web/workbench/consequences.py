"""What the forbidden combinations of a study lead to, in the words of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from collega.design import Consequence, consequences
from collega.study import Study as Definition
from collega.web.records.languages import engine_language


def rules_told(definition: Definition) -> list[str]:
    """Return sentences about what the rules allow, rule out and cost, and about rules that do nothing."""
    ahead = consequences(definition)
    told = consequences_told(definition, ahead.items)
    if definition.never and ahead.allowed:
        numbers = {"allowed": number_format(ahead.allowed, force_grouping=True),
                   "all": number_format(ahead.combinations, force_grouping=True)}  # fmt: skip
        told.append(ngettext("%(allowed)s of %(all)s combinations is allowed.",
                             "%(allowed)s of %(all)s combinations are allowed.", ahead.allowed) % numbers)  # fmt: skip
    return told


def consequences_told(definition: Definition, items: Iterable[Consequence]) -> list[str]:
    """Return a sentence for each consequence."""
    return [_sentence(definition, item) for item in items]


def _sentence(definition: Definition, item: Consequence) -> str:
    rules = [_rule(definition, number) for number in item.rules]
    because = {"rules": "; ".join(rules)}
    match item.kind:
        case "nothing":
            return _("The forbidden combinations leave no scenario at all: %(rules)s.") % because
        case "impossible":
            sentence = _(
                "The value %(level)s can never be shown, because of: %(rules)s. Nothing can be learned about it."
            )
            return sentence % {"level": _level(definition, item.criteria[0], item.level), **because}
        case "tied":
            sentence = _("No design can tell the weights of %(criteria)s apart, because of: %(rules)s.")
            return sentence % {"criteria": _criteria(definition, item.criteria), **because}
        case "few":
            sentence = ngettext(
                "Only %(possible)d scenario is possible, and each participant would get %(asked)d.",
                "Only %(possible)d different scenarios are possible, and each participant would get %(asked)d.",
                item.scenarios,
            )
            return sentence % {"possible": item.scenarios, "asked": definition.scenarios_per_participant}
        case "same" | "needless":
            return _("%(rule)s is forbidden already, by %(other)s.") % {"rule": rules[0], "other": rules[1]}
        case "entangled":
            return _("The forbidden combinations are too entangled to compute what they leave.")


def _rule(definition: Definition, number: int) -> str:
    levels = [_level(definition, criterion, level) for criterion, level in definition.never[number].items()]
    return " + ".join(levels)


def _level(definition: Definition, criterion: str, level: str) -> str:
    language, item = engine_language(get_language()), definition.criterion(criterion)
    text = item.levels[item.level_keys.index(level)].text.say(language)
    return f"“{text}” ({item.text.say(language)})"


def _criteria(definition: Definition, keys: Sequence[str]) -> str:
    language = engine_language(get_language())
    return ", ".join(f"“{definition.criterion(key).text.say(language)}”" for key in keys)
