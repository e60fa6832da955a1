"""Looks at signing in with the organisation: what its provider answers, and whether the groups' file is right."""

from __future__ import annotations

from collections.abc import Iterator

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from collega.web.accounts.signon import discovery
from collega.web.accounts.signon.groups import rules
from collega.web.operations.looks import Look, good, warning, wrong
from collega.web.records.models import Study

_NAMES = ("COLLEGA_OIDC_ISSUER", "COLLEGA_OIDC_CLIENT_ID", "COLLEGA_OIDC_CLIENT_SECRET")


def look_at_sign_on() -> Iterator[Look]:
    """Ask the provider what it is, and read who gets what by a group."""
    given = (settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    if not any(given):
        return
    missing = [name for name, value in zip(_NAMES, given, strict=True) if not value]
    if missing:
        yield wrong(
            "sign-on", _("%(names)s: not set.") % {"names": ", ".join(missing)}, _("Set all three, or none of them.")
        )
        return
    discovery.forget()
    try:
        provider = discovery.provider()
        keys = discovery.ask("GET", provider.jwks_uri).json()["keys"]
    except (OAuth2Error, requests.RequestException, ValueError, KeyError) as error:
        yield wrong(
            "sign-on",
            f"{settings.OIDC_ISSUER}: {error}",
            _("Mend COLLEGA_OIDC_ISSUER: it is what the provider calls itself, to the letter."),
        )
        return
    yield good("sign-on", _("%(name)s answers, with %(keys)d keys.") % {"name": provider.issuer, "keys": len(keys)})
    if "refresh_token" not in provider.facts.get("grant_types_supported", ["refresh_token"]):
        yield warning(
            "sign-on",
            _("The provider gives no refresh tokens."),
            _("Have it give them: now everybody signs in again every five minutes."),
        )
    yield from _groups()


def _groups() -> Iterator[Look]:
    try:
        known = rules()
    except ImproperlyConfigured as error:
        yield wrong("sign-on", str(error), _("Mend the file; until then everybody keeps what their groups gave."))
        return
    named = {key for rule in known.values() for key in rule.studies}
    gone = sorted(named - set(Study.objects.filter(key__in=named).values_list("key", flat=True)))
    if gone:
        yield warning(
            "sign-on",
            _("The groups' file names studies that are not here: %(names)s.") % {"names": ", ".join(gone)},
            _("Is one misspelt?"),
        )
    if settings.OIDC_ONLY and not any(rule.founder for rule in known.values()):
        yield warning(
            "sign-on",
            _("No group founds studies, and COLLEGA_OIDC_ONLY is set."),
            _("Give one group the right: founder: true."),
        )
