"""A training on a fit: whom to learn from, which scenario comes next, how they judge it, and where weights differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.colleague import Case, VirtualColleague, build_case
from collega.colleague.evidence import Group, margins_of
from collega.errors import DisclosureError, NotComputedError
from collega.messages import Message
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.share import answer_draws, personal_shares, shares_of
from collega.panel.panel import Panel
from collega.study.coding import BLANK
from collega.study.definition import Study
from collega.training.candidates import candidates
from collega.training.choice import Rule, expected_disagreement, expected_gain, whose_turn
from collega.training.learner import Imagined, Judged, as_persons, posterior, unknown_person
from collega.training.policy import Policy, policy_of
from collega.training.weights import Comparison, Yardstick, compare

Floats = NDArray[np.float64]
SCENARIOS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trainer:
    """Everything of a training that does not depend on the learner, computed once.

    Attributes
    ----------
    study : Study
    fit : Fit
        Hierarchical.
    reference : tuple of (characteristic, value) or None
        The reference group; None for everybody.
    participants : int
        How many are in it.
    persons : Persons
        Their draws.
    groups : mapping of group to (participants, Persons)
        The groups that are shown beside it.
    scenarios : (M, C) int64
        What may be shown.
    theirs : (M, J) float64
        The reference group's share of every answer to these.
    unknown : Fit
        The population for somebody of whom nothing is known.
    imagined : Imagined
    chances : (P, M, J) float32
        Of the imagined people, for the scenarios.
    aims : (P, W) float64
        Their weights, percentage points.
    yardstick : Yardstick
    their_swings, their_level : (D, W), (D,) float64
        The reference group's weights, and their average share of positive answers, points.
    """

    study: Study
    fit: Fit
    reference: Group | None
    participants: int
    persons: Persons
    groups: Mapping[Group, tuple[int, Persons]]
    scenarios: NDArray[np.int64]
    theirs: Floats
    unknown: Fit
    imagined: Imagined
    chances: NDArray[np.float32]
    aims: Floats
    yardstick: Yardstick
    their_swings: Floats
    their_level: Floats

    @classmethod
    def of(
        cls, study: Study, fit: Fit, panel: Panel, *, reference: Group | None = None, beside: Sequence[str] = ()
    ) -> Trainer:
        """Return the training of a fit and its panel.

        Parameters
        ----------
        study : Study
        fit : Fit
            Hierarchical.
        panel : Panel
            The participants of the fit.
        reference : (characteristic, value), optional
            Whose policy is learned; everybody's without it.
        beside : sequence of str
            Characteristics whose groups are shown beside the reference group.

        Raises
        ------
        NotComputedError
            For another model than the hierarchical one, or a fit of another version of the study.
        DisclosureError
            For a reference group that may not be shown, or a fit on fewer than the minimum.
        """
        return cls.from_colleague(VirtualColleague.of(study, fit, panel=panel), reference=reference, beside=beside)

    @classmethod
    def from_colleague(
        cls, colleague: VirtualColleague, *, reference: Group | None = None, beside: Sequence[str] = ()
    ) -> Trainer:
        """Return the training of what is known of the participants of a fit; refusals as of :meth:`of`."""
        study, fit = colleague.study, colleague.fit
        if fit.draws is None:
            raise NotComputedError(Message("training-needs-hierarchical", model=fit.model))
        sizes = colleague.evidence.sizes
        if reference is not None and reference not in sizes:
            raise DisclosureError(Message("training-group-not-shown", characteristic=reference[0], value=reference[1]))
        persons = _persons(colleague, reference)
        blanks = colleague.blanks
        design = colleague.evidence.design
        judged = np.empty((0, len(study.criteria)), dtype=np.int64) if design is None else design.profiles
        scenarios = candidates(blanks, judged)
        unknown = unknown_person(fit, margins_of(sizes, len(fit.participants)))
        imagined = Imagined.from_fit(unknown)
        yardstick = Yardstick.from_persons(fit, persons)
        blank = np.full((1, len(study.criteria)), BLANK, dtype=np.int64)
        sample = persons.thinned(200 * max(len(persons.weights), 1))
        return cls(
            study=study,
            fit=fit,
            reference=reference,
            participants=len(fit.participants) if reference is None else sizes[reference],
            persons=persons,
            groups={
                group: (size, _persons(colleague, group)) for group, size in sizes.items() if group[0] in set(beside)
            },
            scenarios=scenarios,
            theirs=answer_draws(sample, blanks, scenarios).mean(axis=0),
            unknown=unknown,
            imagined=imagined,
            chances=imagined.chances(scenarios).astype(np.float32),
            aims=_aims(imagined, fit, yardstick, blanks),
            yardstick=yardstick,
            their_swings=yardstick.swings(persons, blanks),
            their_level=100.0 * shares_of(persons, blanks, blank)[:, 0],
        )

    @property
    def blanks(self) -> Blanks:
        """What may be left open; made anew each time, since it remembers what was asked of it."""
        return Blanks.of(self.study, self.fit.judged_levels)

    @property
    def division(self) -> Floats:
        """(M,) how divided the reference group is about each scenario: the share of its smaller side."""
        positive = self.theirs[:, self.study.positive :].sum(axis=1)
        smaller: Floats = np.minimum(positive, 1.0 - positive)
        return smaller

    def next_case(
        self,
        judged: Sequence[Judged],
        *,
        number: int | None = None,
        total: int = SCENARIOS,
        rule: Rule = "variance",
    ) -> Case | None:
        """Return the scenario to judge next; None where all were judged. The same answers give the same scenario.

        Parameters
        ----------
        judged : sequence of Judged
            What was judged so far, this round and earlier ones: those do not come again.
        number, total : int
            Which scenario of the round it is, from 1 on, and how many a round has; without a number the one after those
            that were judged.
        rule : str
            ``variance``: where the squared error of the difference in weights is expected to fall most;
            ``disagreement``: where the expected answers differ most.
        """
        profiles = {judgement.profile for judgement in judged}
        turn = whose_turn(self.division, number or len(judged) % total + 1, total)
        fresh = [m for m in turn if tuple(self.scenarios[m].tolist()) not in profiles]
        fresh = fresh or [m for m in range(len(self.scenarios)) if tuple(self.scenarios[m].tolist()) not in profiles]
        if not fresh:
            return None
        weights, chances = self.imagined.weights(judged), self.chances[:, fresh]
        if rule == "variance":
            score = expected_gain(weights, chances.astype(np.float64), self.aims)
        else:
            score = expected_disagreement(weights, chances, self.theirs[fresh])
        return self.case(self.scenarios[fresh[int(np.argmax(score))]])

    def left(self, judged: Sequence[Judged]) -> int:
        """Return how many scenarios were not judged yet."""
        profiles = {judgement.profile for judgement in judged}
        return sum(tuple(profile.tolist()) not in profiles for profile in self.scenarios)

    def case(self, profile: NDArray[np.int64]) -> Case:
        """Return (C,) level indices as a case."""
        levels = [
            criterion.level_keys[int(level)] for criterion, level in zip(self.study.criteria, profile, strict=True)
        ]
        return build_case(self.study, dict(zip(self.study.criterion_keys, levels, strict=True)))

    def judged(self, case: Case, answer: str) -> Judged:
        """Return an answer, by its key, to a case without blanks."""
        profile = case.profile(self.study)
        return Judged(profile=tuple(profile.tolist()), answer=self.study.answer_keys.index(answer))

    def policy(self, case: Case) -> Policy:
        """Return how the reference group, and the groups beside it, judge a case."""
        reference = self.reference, self.participants, self.persons
        return policy_of(self.study, self.blanks, case.profile(self.study), reference, self.groups)

    def comparison(self, judged: Sequence[Judged]) -> Comparison:
        """Return the learner's weights, given the answers, beside those of the reference group."""
        persons = as_persons(self.fit, posterior(self.unknown, judged))
        blanks = self.blanks
        blank = np.full((1, len(self.study.criteria)), BLANK, dtype=np.int64)
        swings, level = self.yardstick.swings(persons, blanks), 100.0 * shares_of(persons, blanks, blank)[:, 0]
        theirs = _rows(self.their_swings, len(swings)), _rows(self.their_level, len(level))
        return compare(self.fit, self.yardstick, (swings, level), theirs, len(judged))


def _persons(colleague: VirtualColleague, group: Group | None) -> Persons:
    """Return the draws of a group that may be shown; of people like them where the participants' own are gone."""
    if group is None:
        return colleague.everyone
    if colleague.from_population:
        return colleague.group_persons[group]
    return persons_of(colleague.fit, colleague.evidence.groups[group])


def _aims(imagined: Imagined, fit: Fit, yardstick: Yardstick, blanks: Blanks) -> Floats:
    """Return (P, W) the weights of the imagined people, points."""
    above = imagined.coefficients.copy()
    above[:, 0] -= imagined.thresholds[:, fit.positive - 1]
    people = Persons(
        coefficients=above[None].astype(np.float32),
        thresholds=np.zeros((1, 1)),
        weights=np.full(len(above), 1.0 / len(above)),
        link=fit.link,
        positive=1,
        first_is_estimate=False,
    )
    aims = np.empty((len(above), len(yardstick.criteria)))
    for w, c in enumerate(yardstick.criteria):
        ends = np.full((2, len(blanks.n_levels)), BLANK, dtype=np.int64)
        ends[:, c] = yardstick.speaks_for[w], yardstick.speaks_against[w]
        high, low = (personal_shares(people, blanks, end)[0] for end in ends)
        aims[:, w] = 100.0 * (high - low)
    return aims


def _rows(draws: Floats, n: int) -> Floats:
    """Return so many rows of draws, evenly spread."""
    picked: Floats = draws[np.linspace(0, len(draws) - 1, n).round().astype(np.int64)]
    return picked
