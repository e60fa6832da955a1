"""Put the demonstration study, and an open copy of it, into the database: ``django demo_site FOLDER``."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from collega.folder import StudyFolder
from collega.study import Language, Text, dump_study
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.accounts.models import User
from collega.web.jobs.demo_casebook import fill_casebook
from collega.web.jobs.demo_people import people_around
from collega.web.jobs.demo_session import finished_session
from collega.web.jobs.demo_training import demo_training
from collega.web.jobs.fitting import fit_panel
from collega.web.queue import enqueue
from collega.web.records.models import Collection, Kind, Publication, Role, Study

SHOWN, OPEN = "demonstration", "demonstration-open"
EMAIL = "demo@example.org"
TO_TAKE_PART_IN: dict[Language, str] = {
    "nl": "doe zelf mee",
    "en": "take part yourself",
}  # after the title of the open copy
NOTICE = {
    "purpose": {"nl": "Dit is een demonstratie. U kunt zien hoe een onderzoek met Collega verloopt.",
                "en": "This is a demonstration. It shows how a study with Collega works."},
    "controller": {"nl": "Wie deze demonstratie op de eigen computer draait.",
                   "en": "Whoever runs this demonstration on their own computer."},
    "legal_basis": {"nl": "Uw toestemming.", "en": "Your consent."},
    "recipients": {"nl": "Niemand: alles blijft op deze computer.", "en": "Nobody: everything stays on this computer."},
    "retention": {"nl": "Tot u de map van de demonstratie weggooit, en niet langer dan 24 maanden.",
                  "en": "Until you throw the demonstration's folder away, and no longer than 24 months."},
    "rights": {"nl": "Met uw code trekt u zich terug; uw antwoorden worden dan gewist.",
               "en": "With your code you can withdraw; your answers are then deleted."},
    "contact": {"nl": "demo@example.org", "en": "demo@example.org"},
}  # fmt: skip


class Command(BaseCommand):
    """Fill the database of the demonstration; what is there already stays."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder that ``collega demo`` made."""
        parser.add_argument("folder", type=Path)

    def handle(self, *_: Any, folder: Path, **_options: Any) -> None:
        """Make both studies and print the addresses."""
        user = User.objects.filter(email=EMAIL).first() or User.objects.create_user(
            EMAIL, name="Demonstratie", founder=True
        )
        if not Study.objects.filter(key=SHOWN).exists():
            shown_study(StudyFolder(folder), user)
        fill_casebook(Study.objects.get(key=SHOWN), user)
        if not Study.objects.filter(key=OPEN).exists():
            open_study(StudyFolder(folder), user)
        for key in (SHOWN, OPEN):
            people_around(Study.objects.get(key=key), user)
        demo_training(Study.objects.get(key=SHOWN), user)


def shown_study(folder: StudyFolder, user: User) -> Study:
    """Make the finished study with its simulated panel, a fit, its charts, published for everybody."""
    panel = folder.panel()
    with transaction.atomic():
        study = _made(SHOWN, folder, user, synthetic=True, collection=Collection.CLOSED, publication=Publication.PUBLIC)
        row = bridge.keep_design(study, panel.design)
        bridge.keep_panel(study, panel, Kind.REAL, design=row)
    fitted = folder.fit() if folder.has("model.json") else None
    fit = fit_panel(study, Kind.REAL, lambda _: None, made=fitted, validated=False)
    if fit is not None:
        for kind in ("validation", "pictures"):  # by the worker, while the site answers already
            enqueue(kind, study, fit=fit.pk)
        fit.published, fit.shown_at = True, timezone.now()
        fit.save(update_fields=["published", "shown_at"])
        finished_session(study, user)
    return study


def open_study(folder: StudyFolder, user: User) -> Study:
    """Make the copy that anybody can take part in."""
    with transaction.atomic():
        study = _made(OPEN, folder, user, synthetic=False, collection=Collection.OPEN)
        study.definition = dump_study(_to_take_part_in(folder.study()))
        study.let_anybody_in(opened=True)
        study.save(update_fields=["definition", "open_token", "open_code"])
        bridge.keep_design(study, folder.design())
    return study


def _to_take_part_in(study: Definition) -> Definition:
    """Return the study with a title by which people tell it from the finished one."""
    title = {language: f"{study.title.say(language)}: {words}" for language, words in TO_TAKE_PART_IN.items()}
    return study.model_copy(update={"title": Text(**title)})


def _made(key: str, folder: StudyFolder, user: User, **fields: Any) -> Study:
    today = timezone.localdate()
    study = Study.objects.create(
        key=key, definition=dump_study(folder.study()), share_of=folder.study().share_of,
        notice=NOTICE, launched_at=timezone.now(),
        keep_until=today + timedelta(days=730), **fields,
    )  # fmt: skip
    Role.objects.create(study=study, user=user, kind=Role.Kind.OWNER)
    return study
