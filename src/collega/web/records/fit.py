"""Fits as they are kept, with everything that pages show of them: insights, charts, notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from collega.web.records.design import StoredDesign
from collega.web.records.interview import Kind
from collega.web.records.study import Study


class StoredFit(models.Model):
    """A fit and what was learned from it, frozen at the moment it was made.

    ``values`` and ``arrays`` (npz) rebuild the engine's Fit; ``members`` are the interviews it stands on (pseudonyms);
    ``insights`` is the engine's protected result. ``groups`` holds, for the groups that may be shown, the rows of
    ``members`` by characteristic and value; ``judged`` the answers of those groups per scenario, protected.
    ``published`` is what readers and the public see; ``withdrawn`` fits may not be seen by them any more. ``erased``
    fits have lost their draws of persons, ``members`` and ``groups``: at a withdrawal, or after the retention date.
    ``edition_of`` is the fit of which this row shows less, since the rest of it must wait. ``profession`` keeps whether
    its participants can speak for the profession (``refused``, empty where they can), for the counts of ``counts``.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="fits")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REAL)
    design = models.ForeignKey(StoredDesign, models.SET_NULL, null=True, blank=True, related_name="fits")
    made_at = models.DateTimeField(default=timezone.now)
    model = models.CharField(max_length=20, default="hierarchical")
    converged = models.BooleanField(default=False)
    values = models.JSONField()
    arrays = models.BinaryField()
    members = models.JSONField(default=list)
    insights = models.JSONField(default=dict)
    validation = models.JSONField(default=dict)
    groups = models.JSONField(default=dict)
    judged = models.JSONField(default=dict)
    profession = models.JSONField(default=dict, blank=True)
    data_hash = models.CharField(max_length=64)
    study_hash = models.CharField(max_length=64)
    published = models.BooleanField(default=False)
    shown_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)
    erased = models.BooleanField(default=False)
    edition_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="editions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study", "kind"], condition=models.Q(published=True), name="one_published_fit"
            )
        ]
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.model} fit of {self.study}, {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def in_view(self) -> bool:
        """Whether readers see it, or an edition of it."""
        return self.published or self.editions.filter(published=True).exists()


class Picture(models.Model):
    """A chart of a fit in one language, made by a job and kept; ``narrow`` is the same chart laid out for a phone."""

    fit = models.ForeignKey(StoredFit, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2)
    svg = models.TextField()
    narrow = models.TextField(blank=True, default="")
    alt = models.TextField()
    finding = models.TextField(blank=True)
    table = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fit", "name", "language"], name="one_picture_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Note(models.Model):
    """What the team and the participants make of a figure: goes beside it, and into the report."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="notes")
    figure = models.CharField(max_length=150)
    text = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "figure"], name="one_note_per_figure")]

    def __str__(self) -> str:
        return f"note at {self.figure}"


class ShownState(models.Model):
    """Whom the readers and the public could learn something about, at the moment a fit was shown to them.

    ``blocks`` lists the members of everything that was shown (all, each shown group, and what the shown groups of a
    characteristic leave), as keyed hashes that differ from characteristic to characteristic: enough to tell how many
    people two states differ in, and nothing to find a person by. ``key`` tells the secret that they are keyed with.
    ``cells`` lists the scenarios at which everybody, and each group, was shown.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="shown_states")
    fit = models.ForeignKey(StoredFit, models.SET_NULL, null=True, related_name="shown_states")
    at = models.DateTimeField(default=timezone.now)
    blocks = models.JSONField()
    cells = models.JSONField(default=dict)
    key = models.CharField(max_length=16)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"shown {self.at:%Y-%m-%d %H:%M}"


class MadeFile(models.Model):
    """A file that a job made, such as the report: kept until the same one is made again."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="files")
    fit = models.ForeignKey(StoredFit, models.CASCADE, null=True, blank=True, related_name="files")
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Consultation(models.Model):
    """One question to the virtual colleague, without anything about who asked."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="consultations")
    fit = models.ForeignKey(StoredFit, models.SET_NULL, null=True)
    on = models.DateField()
    case = models.JSONField()
    group = models.CharField(max_length=140, blank=True)
    share = models.FloatField()
    own_advice = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.on}: {self.share:.0%}"
