"""A finished session as it is kept and exported: what was shown and what was found, never a judgement of one person."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from collega.rounds.effect import Effect
from collega.rounds.guess import Guess
from collega.rounds.shift import Shift

Share = Annotated[float, Field(ge=0, le=1)]
Change = Annotated[float, Field(ge=-2, le=2)]
Count = Annotated[int, Field(ge=0)]
Why = Literal["divided", "groups", "control", "chosen"]


class Part(BaseModel):
    """Base of the parts of a record: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ShiftRecord(Part):
    """A :class:`collega.rounds.shift.Shift`: ``estimate`` and the ends of its 90% interval, of so many people."""

    estimate: float
    interval: tuple[float, float]
    people: Count

    @classmethod
    def of(cls, shift: Shift | None) -> ShiftRecord | None:
        """Return what is kept of a shift."""
        if shift is None:
            return None
        return cls(estimate=shift.estimate, interval=shift.interval, people=shift.people)

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.interval[0] > 0 or self.interval[1] < 0


class EffectRecord(Part):
    """A :class:`collega.rounds.effect.Effect`: shares in 0..1, ``steps`` in steps of the answer scale."""

    share: ShiftRecord | None = None
    steps: ShiftRecord | None = None
    net: bool = False

    @classmethod
    def of(cls, effect: Effect) -> EffectRecord:
        """Return what is kept of an effect."""
        shifts = {name: ShiftRecord.of(getattr(effect, name)) for name in ("share", "steps")}
        return cls(**shifts, net=effect.net)


class PictureRecord(Part):
    """How a step was answered, as :func:`collega.rounds.picture.picture` protects it."""

    n: Count | None = None
    suppressed: bool
    positive: Share | None = None
    answers: dict[str, Share] | None = None
    reason: Literal["few", "sides"] | None = None
    mostly: Literal["positive", "negative"] | None = None
    because: list[str] | None = None
    groups: dict[str, PictureRecord] = {}

    @model_validator(mode="after")
    def _whole_number(self) -> Self:
        if not self.suppressed and (self.n is None or self.positive is None or self.answers is None):
            raise ValueError("n, positive, answers")
        return self


class AgreementRecord(Part):
    """How far the room agrees: Tastle and Wierman's consensus, and pairs of people on the same side; both 0..1."""

    consensus: Share
    same_side: Share


class GuessRecord(Part):
    """Mean guess of the share that agrees, the truth in the room, and guess less truth."""

    guessed: Share
    truth: Share
    gap: ShiftRecord

    @classmethod
    def of(cls, guess: Guess) -> GuessRecord:
        """Return what is kept of a guess."""
        gap = ShiftRecord.of(guess.gap)
        assert gap is not None
        return cls(guessed=guess.guessed, truth=guess.truth, gap=gap)


class ModelRecord(Part):
    """What the virtual colleague said."""

    share: Share
    interval: tuple[Share, Share]


class ArgumentRecord(Part):
    """One argument from the talk, and the answer that it speaks for; an empty answer for none in particular."""

    answer: str = ""
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class FirstRecord(Part):
    """What the first round showed of a scenario."""

    picture: PictureRecord
    agreement: AgreementRecord | None = None
    guess: GuessRecord | None = None
    model: ModelRecord | None = None


class SecondRecord(Part):
    """What the second round showed, and how far it is from the first."""

    picture: PictureRecord
    agreement: AgreementRecord | None = None
    shift: EffectRecord = EffectRecord()


class ScenarioRecord(Part):
    """One scenario of a session; a round that was not held is None."""

    scenario: str
    why: Why = "chosen"
    control: bool = False
    first: FirstRecord | None = None
    second: SecondRecord | None = None
    arguments: list[ArgumentRecord] = []


class SessionRecord(Part):
    """One session.

    ``people`` judged at least one scenario; None where they are too few to be told. ``effect`` is that of the talks.
    """

    title: str
    on: date
    synthetic: bool = False
    people: Count | None = None
    characteristic: str | None = None
    scenarios: list[ScenarioRecord]
    effect: EffectRecord | None = None

    @property
    def held(self) -> bool:
        """Whether both rounds of any scenario were held."""
        return any(scenario.second is not None for scenario in self.scenarios)

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return self.model_dump(mode="json", exclude_none=False)
