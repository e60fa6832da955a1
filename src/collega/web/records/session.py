"""Sessions: people in a room judge, talk and judge again. Nothing here is an interview, and no fit can rest on it.

While a session runs it has judgements, of seats without a name. What a step showed is kept as it was shown; when the
session is finished the judgements are deleted, and only that is left.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from collega.web.records.study import Study


class Session(models.Model):
    """One session of a study.

    ``word`` is what people type to join. ``place`` is where the session is in its programme (see
    :mod:`collega.web.deeds.programme`), -1 before it begins; ``version`` counts every change of what phones show.
    ``characteristic`` is what people tell of themselves, empty for nothing. ``effect`` and ``people`` are filled in at
    the end; ``shown`` tells whether everybody with a role in the study may see it then, ``shown_at`` since when.
    """

    class State(models.TextChoices):
        """Where it is in its life."""

        MADE = "made"
        OPEN = "open"
        FINISHED = "finished"

    study = models.ForeignKey(Study, models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=120)
    word = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.MADE)
    place = models.IntegerField(default=-1)
    version = models.PositiveIntegerField(default=1)
    characteristic = models.CharField(max_length=64, blank=True)
    synthetic = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    effect = models.JSONField(null=True, blank=True)
    shown = models.BooleanField(default=False)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.study}: {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether people can join and judge."""
        return self.state == self.State.OPEN

    @property
    def finished(self) -> bool:
        """Whether it is over, and its judgements deleted."""
        return self.state == self.State.FINISHED


class SessionScenario(models.Model):
    """A scenario of a session, by its name in the design. ``first`` and ``second`` are what each round showed.

    ``why`` is how it came in: ``divided``, ``groups``, ``control`` or ``chosen``.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="scenarios")
    position = models.PositiveIntegerField()
    scenario = models.CharField(max_length=64)
    why = models.CharField(max_length=10, default="chosen")
    control = models.BooleanField(default=False)
    first = models.JSONField(null=True, blank=True)
    second = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "position"], name="one_scenario_per_place"),
            models.UniqueConstraint(fields=["session", "scenario"], name="one_place_per_scenario"),
        ]
        ordering: ClassVar = ["session_id", "position"]

    def __str__(self) -> str:
        return f"{self.session}, {self.scenario}"


class Seat(models.Model):
    """A phone in the room: a number, and what its owner chose to tell. ``left`` seats judge no more."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="seats")
    number = models.PositiveIntegerField()
    value = models.CharField(max_length=64, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    left = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "number"], name="one_seat_per_number")]
        ordering: ClassVar = ["session_id", "number"]

    def __str__(self) -> str:
        return f"{self.session}, {self.number}"


class Vote(models.Model):
    """What one seat judges of one scenario in one round. ``revision`` counts how often it was changed.

    ``guess`` is the share of colleagues, in percent, of whom it guesses that they agree; in the first round alone.
    ``request_key`` makes a judgement that is sent again harmless.
    """

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="votes")
    scenario = models.ForeignKey(SessionScenario, models.CASCADE, related_name="votes")
    round = models.PositiveSmallIntegerField(choices=[(1, "first"), (2, "second")])
    answer = models.CharField(max_length=64)
    guess = models.PositiveSmallIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    request_key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat", "scenario", "round"], name="one_vote_per_round"),
            models.CheckConstraint(condition=models.Q(round__in=(1, 2)), name="two_rounds"),
            models.CheckConstraint(
                condition=models.Q(guess=None) | models.Q(round=1, guess__lte=100), name="guess_in_the_first_round"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["scenario", "round"])]

    def __str__(self) -> str:
        return f"{self.seat}, {self.scenario_id}, {self.round}"


class Argument(models.Model):
    """What was said in the talk, as the facilitator wrote it down; ``answer`` is what it speaks for, or empty."""

    scenario = models.ForeignKey(SessionScenario, models.CASCADE, related_name="arguments")
    answer = models.CharField(max_length=64, blank=True)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    removed = models.BooleanField(default=False)
    request_key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "request_key"], name="one_argument_per_request")
        ]
        ordering: ClassVar = ["scenario_id", "at", "id"]

    def __str__(self) -> str:
        return self.text
