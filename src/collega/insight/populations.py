"""Whose share it is: of these participants, of colleagues like them, of the profession; never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.errors import DataError, NotComputedError, Problem, did_you_mean
from collega.messages import Message
from collega.model.blanks import Blanks
from collega.model.colleagues import colleagues_of
from collega.model.composition import Composition
from collega.model.fit import Fit
from collega.model.persons import Persons
from collega.model.population import is_erased
from collega.model.profession import DRAWS, no_groups, profession_persons, weigh
from collega.model.share import interval_of, shares_of
from collega.panel.counts_file import Counts
from collega.study.coding import BLANK
from collega.study.definition import ShareOf

NO_COUNTS = "insight-no-counts"
DRAWS_OF_BLANKS = 250  # ends of intervals within about 0.13 standard deviations of those of many more


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share, 0..1, with its 90% interval."""

    share: float
    interval: tuple[float, float]

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {"share": self.share, "interval": list(self.interval)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherShares:
    """The shares beside that of the participants.

    Attributes
    ----------
    colleagues, profession : Share or None
    unavailable : mapping of ``colleagues`` or ``profession`` to str
        Why one of them is None.
    """

    colleagues: Share | None = None
    profession: Share | None = None
    unavailable: Mapping[str, str] = field(default_factory=dict)

    def of(self, population: ShareOf) -> Share | None:
        """Return one of them; None for the participants, whose share stands elsewhere."""
        return {"participants": None, "colleagues": self.colleagues, "profession": self.profession}[population]

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            "colleagues": None if self.colleagues is None else self.colleagues.as_json(),
            "profession": None if self.profession is None else self.profession.as_json(),
            "unavailable": dict(self.unavailable),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Populations:
    """The people behind the other shares, made once for all cases.

    Attributes
    ----------
    colleagues : Persons or None
        None where the interval of the participants' share is about a population already.
    profession : Persons or None
        None where there are no counts, or they cannot be used.
    unavailable : mapping
        As of :class:`OtherShares`.
    """

    colleagues: Persons | None = None
    profession: Persons | None = None
    unavailable: Mapping[str, str] = field(default_factory=dict)

    def beside(self, blanks: Blanks, cases: NDArray[np.integer], shares: list[Share]) -> list[OtherShares]:
        """Return the other shares of (M, C) cases, of which these are the participants' shares."""
        colleagues = shares
        profession: Sequence[Share | None] = [None] * len(shares)
        if self.colleagues is not None:
            colleagues = around(self.colleagues, blanks, cases, shares, draws_of_blanks=DRAWS_OF_BLANKS)
        if self.profession is not None:
            profession = around(self.profession, blanks, cases, draws_of_blanks=DRAWS_OF_BLANKS)
        return [
            OtherShares(colleagues=colleague, profession=professional, unavailable=self.unavailable)
            for colleague, professional in zip(colleagues, profession, strict=True)
        ]


def around(
    persons: Persons,
    blanks: Blanks,
    cases: NDArray[np.integer],
    centres: list[Share] | None = None,
    *,
    draws_of_blanks: int | None = None,
) -> list[Share]:
    """Return the shares of (M, C) cases.

    Parameters
    ----------
    centres : list of Share, optional
        Better estimates of the same shares: the intervals lie around these.
    draws_of_blanks : int, optional
        Of a case with blanks, which takes long, about so many draws; all by default.
    """
    open_ones, middle, ends = (cases == BLANK).any(axis=1), np.empty(len(cases)), np.empty((len(cases), 2))
    fewer = persons if draws_of_blanks is None else persons.thinned(draws_of_blanks * persons.coefficients.shape[1])
    for subset, whom in ((~open_ones, persons), (open_ones, fewer)):
        if subset.any():
            draws = shares_of(whom, blanks, cases[subset])
            middle[subset], ends[subset] = whom.centre(draws), interval_of(draws)
    shares = middle if centres is None else np.array([centre.share for centre in centres])
    ends = np.clip(ends + (shares - middle)[:, None], 0.0, 1.0)
    return [
        Share(share=float(share), interval=(min(float(low), float(share)), max(float(high), float(share))))
        for share, (low, high) in zip(shares, ends, strict=True)
    ]


def populations_of(
    fit: Fit,
    persons: Persons,
    *,
    counts: Counts | None = None,
    composition: Composition | None = None,
    minimum: int = 1,
    refused: str = "",
    group: tuple[str, str] | None = None,
) -> Populations:
    """Return the people behind the other shares.

    Parameters
    ----------
    persons : Persons
        Those of the participants, of the group.
    counts : Counts, optional
        Of the profession.
    composition : Composition, optional
        Of the participants, as far as it may be told; needed for counts.
    minimum : int
        Fewest participants about whom anything is used by itself.
    refused : str
        Why the panel cannot speak for the profession; see :func:`collega.model.profession.refusal`.
    group : (characteristic, value), optional
        Whose share is asked, where it is not everybody's.

    Raises
    ------
    DataError
        For weights that are not of the participants of this fit.
    """
    personal = fit.draws is not None and not is_erased(fit)
    colleagues = colleagues_of(persons.thinned(DRAWS * persons.coefficients.shape[1])) if personal else None
    try:
        profession = _profession(fit, persons, counts, composition, minimum, refused, group)
    except NotComputedError as error:
        return Populations(colleagues=colleagues, unavailable={"profession": error.message})
    return Populations(colleagues=colleagues, profession=profession)


def _profession(
    fit: Fit,
    persons: Persons,
    counts: Counts | None,
    composition: Composition | None,
    minimum: int,
    refused: str,
    group: tuple[str, str] | None,
) -> Persons:
    if counts is None:
        raise NotComputedError(Message(NO_COUNTS))
    if fit.draws is None:
        raise NotComputedError(no_groups(fit))
    if group is not None:
        raise NotComputedError(Message("insight-counts-of-all"))
    if refused:
        raise NotComputedError(refused)
    if counts.weights:
        if is_erased(fit):
            raise NotComputedError(Message("insight-draws-deleted"))
        weights = weights_of(fit, counts)
        thinned_persons = persons.thinned(DRAWS * persons.coefficients.shape[1])
        return colleagues_of(thinned_persons, weights, effective=effective_number(fit, counts))
    if composition is None:
        raise NotComputedError(Message("insight-profession-needs-panel"))
    return profession_persons(fit, weigh(counts, composition), composition, minimum=minimum)


def effective_number(fit: Fit, counts: Counts) -> float:
    """Return how many people the weights leave of all participants (Kish 1965): (sum w)^2 / sum w^2."""
    weights = np.array([counts.weights[name] for name in fit.participants])
    return float(weights.sum() ** 2 / np.square(weights).sum())


def weights_of(fit: Fit, counts: Counts) -> NDArray[np.float64]:
    """Return (I,) the weight of everyone with draws; DataError where a participant of the fit has none."""
    lacking = [name for name in fit.participants if name not in counts.weights]
    if lacking:
        first: str | list[str] = lacking[:5]
        if len(lacking) > 5:
            first = Message("common-and-more", names=lacking[:5], number=len(lacking) - 5)
        problem = Problem(
            file=counts.file, where="participant", found=Message("insight-no-weight", names=first),
            allowed=Message("insight-weights"),
            hint=did_you_mean(lacking[0], counts.weights),
        )  # fmt: skip
        raise DataError([problem])
    weights = np.array([counts.weights[name] for name in fit.participants])
    chosen = None if fit.draws is None else fit.draws.representatives
    if chosen is not None:
        weights = weights[chosen.rows] * chosen.weights
    if not weights.any():
        refusal = Message("insight-no-weight-above-zero")
        raise DataError(
            [Problem(file=counts.file, where="weight", found=refusal, allowed=Message("insight-one-above-zero"))]
        )
    return weights
