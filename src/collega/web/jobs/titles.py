"""What each kind of job is called on pages, and the room of the workbench that shows what comes of it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Title(NamedTuple):
    """A title in the language of the page, and the last part of the room's address."""

    text: str | Promise
    room: str


TITLES = {
    "design": Title(_("Composing the scenarios"), "design"),
    "simulate": Title(_("Simulating a panel"), "fits"),
    "fit": Title(_("Fitting the choice model"), "fits"),
    "validation": Title(_("Predicting answers that were left out"), "fits"),
    "pictures": Title(_("Drawing the charts"), "fits"),
    "report": Title(_("Writing the report"), "fits"),
    "mail": Title(_("Sending mail"), "people"),
    "casebook_mail": Title(_("Sending mail of the casebook"), "monitor"),
    "count": Title(_("Counting how the collection goes"), "monitor"),
    "tick": Title(_("Doing what is due"), "monitor"),
}
