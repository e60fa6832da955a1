"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the name of the organisation, how one signs in, the theme, and whether this is the demonstration."""
    return {
        "organisation": settings.ORGANISATION,
        "theme": settings.THEME,
        "demo_site": settings.DEMO,
        "sign_on": settings.OIDC_ISSUER and settings.OIDC_NAME,
        "sign_on_only": settings.OIDC_ONLY,
        "path": request.get_full_path(),
    }
