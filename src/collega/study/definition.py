"""The definition of a study: what is asked, of whom, on which scale."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from collega.messages import Message
from collega.study import bounds
from collega.study.added import ADDED, OTHER
from collega.study.period import LONGEST, PERIOD_PATTERN, SHORTEST, too_long, too_short
from collega.study.rules import broken_rules
from collega.study.text import LANGUAGES, Language, Line, ShortName, Text

KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
ShareOf = Literal["participants", "colleagues", "profession"]
Key = Annotated[str, Field(pattern=KEY_PATTERN)]


def _number(allowed: bounds.Bounds) -> Any:
    return Field(ge=allowed.least, le=allowed.most)


def _size(allowed: bounds.Bounds) -> Any:
    return Field(min_length=allowed.least, max_length=allowed.most)


def _sensible(period: str) -> str:
    if too_short(period) or too_long(period):
        raise ValueError(Message("study-period-range", shortest=SHORTEST, longest=LONGEST))
    return period


Period = Annotated[str, Field(pattern=PERIOD_PATTERN), AfterValidator(_sensible)]


class Part(BaseModel):
    """Base of the parts of a definition: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Part):
    """What participants read in full, and readers of results by its short name."""

    key: Key
    text: Line
    short: ShortName = Text()

    def name(self, language: Language) -> str:
        """Return what readers see: the short name, or the text where there is none in this language."""
        return getattr(self.short, language) or self.text.say(language)


class Answer(Part):
    """One answer of the scale; the positive ones are at the top."""

    key: Key
    text: Line
    positive: bool = False


class Level(Named):
    """One value of a criterion; ``source`` says where it comes from."""

    source: Text = Text()


class Criterion(Named):
    """A property in which scenarios differ."""

    help: Text = Text()
    ordered: bool = False
    levels: Annotated[tuple[Level, ...], _size(bounds.LEVELS)]

    @property
    def level_keys(self) -> tuple[str, ...]:
        """Keys of the levels, in order."""
        return tuple(level.key for level in self.levels)


class Value(Named):
    """One value of a characteristic."""


class Characteristic(Named):
    """A property of participants; everyone may decline to tell. ``ordered``: its values run from end to end."""

    ordered: bool = False
    values: Annotated[tuple[Value, ...], _size(bounds.VALUES)]
    other: bool = False
    self_image: bool = False

    @property
    def value_keys(self) -> tuple[str, ...]:
        """Keys that make a group: the values, and ``other`` where it may be answered."""
        return tuple(value.key for value in self.values) + ((OTHER,) if self.other else ())

    def value_text(self, key: str, language: Language) -> str:
        """Return the text of a value key as participants read it, ``other`` and declining included."""
        texts = ADDED | {value.key: value.text for value in self.values}
        return texts[key].say(language)

    def value_name(self, key: str, language: Language) -> str:
        """Return what readers see of a value key, ``other`` and declining included."""
        names = {value.key: value.name(language) for value in self.values}
        return names[key] if key in names else self.value_text(key, language)


class Study(Part):
    """A decision under research, as read from ``study.yaml``.

    Raises
    ------
    pydantic.ValidationError
        When the definition is not complete and consistent. ``load_study`` tells every problem with its line.
    """

    key: Key
    title: Line
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = LANGUAGES
    introduction: Text = Text()
    context: tuple[Text, ...] = ()
    statement: Line
    answers: Annotated[tuple[Answer, ...], _size(bounds.ANSWERS)]
    criteria: Annotated[tuple[Criterion, ...], _size(bounds.CRITERIA)]
    never: tuple[Mapping[str, str], ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    scenarios_per_participant: Annotated[int, _number(bounds.SCENARIOS)] = 21
    minimum_group: Annotated[int, _number(bounds.MINIMUM_GROUP)] = 5
    retention: Period = "P24M"
    contact: Text = Text()
    share_of: ShareOf = "participants"

    @model_validator(mode="after")
    def _consistent(self) -> Study:
        broken = broken_rules(self.model_dump(mode="json"))
        if broken:
            raise ValueError("; ".join(f"{rule.where}: {rule.found}" for rule in broken))
        return self

    @cached_property
    def answer_keys(self) -> tuple[str, ...]:
        """Keys of the J answers, most negative first."""
        return tuple(answer.key for answer in self.answers)

    @cached_property
    def positive(self) -> int:
        """Index of the first positive answer: it and all above it count as positive."""
        return next(j for j, answer in enumerate(self.answers) if answer.positive)

    @cached_property
    def criterion_keys(self) -> tuple[str, ...]:
        """Keys of the C criteria."""
        return tuple(criterion.key for criterion in self.criteria)

    @cached_property
    def n_levels(self) -> tuple[int, ...]:
        """Numbers of levels of the C criteria."""
        return tuple(len(criterion.levels) for criterion in self.criteria)

    @cached_property
    def never_rules(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Forbidden combinations as (criterion index, level index) pairs."""
        return tuple(
            tuple(self.level_index(criterion, level) for criterion, level in rule.items()) for rule in self.never
        )

    def criterion(self, key: str) -> Criterion:
        """Return the criterion with this key; KeyError where there is none."""
        return self.criteria[self._position(self.criterion_keys, key)]

    def characteristic(self, key: str) -> Characteristic:
        """Return the characteristic with this key; KeyError where there is none."""
        keys = tuple(characteristic.key for characteristic in self.characteristics)
        return self.characteristics[self._position(keys, key)]

    def level_index(self, criterion: str, level: str) -> tuple[int, int]:
        """Return (criterion index, level index); KeyError where there is no such level."""
        c = self._position(self.criterion_keys, criterion)
        return c, self._position(self.criteria[c].level_keys, level)

    @staticmethod
    def _position(keys: tuple[str, ...], key: str) -> int:
        try:
            return keys.index(key)
        except ValueError:
            raise KeyError(key) from None
