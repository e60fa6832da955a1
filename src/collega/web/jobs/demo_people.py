"""Professionals around the demonstration: made up, with addresses that do not exist."""

from __future__ import annotations

from collega.web.accounts.models import User
from collega.web.deeds.joining import offer_join_link, open_join_link
from collega.web.records.models import JoinLink, Organisation, OrganisationType, Role, Study

PLACES = {"Gemeente Rivierstad": OrganisationType.MUNICIPALITY, "Waterschap De Vloed": OrganisationType.WATER_AUTHORITY}
# Function, organisation, name where it is shown, and whether an owner confirmed the organisation.
PEOPLE = (
    ("privacy officer", "Gemeente Rivierstad", "", True),
    ("CISO", "Gemeente Rivierstad", "Sanne Voorbeeld", True),
    ("functionaris gegevensbescherming", "Waterschap De Vloed", "", False),
)


def people_around(study: Study, owner: User) -> None:
    """Give a study professionals, and a link by which others join; what is there already stays."""
    if not study.roles.filter(kind=Role.Kind.PROFESSIONAL).exists():
        _people(study)
    if not JoinLink.objects.filter(study=study).exists():
        open_join_link(study, owner)
        offer_join_link(study, owner, offered=True)


def _people(study: Study) -> None:
    places = {name: Organisation.objects.get_or_create(name=name, defaults={"type": kind})[0]
              for name, kind in PLACES.items()}  # fmt: skip
    for number, (function, place, name, confirmed) in enumerate(PEOPLE, start=1):
        user = User.objects.create_user(
            f"professional-{number}.{study.key}@example.org", name=name, shows_name=bool(name), function=function,
            organisation=places[place], language="nl",
        )  # fmt: skip
        Role.objects.create(study=study, user=user, kind=Role.Kind.PROFESSIONAL,
                            organisation=places[place] if confirmed else None)  # fmt: skip
