"""Signing in with the organisation, in a browser, at a real provider; then removed there, and out here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from collega.web.accounts.models import SignOn
from collega.web.accounts.signon import discovery
from tests.web.accounts.provider import CLIENT, SECRET, running
from tests.web.conftest import make_study

pytestmark = pytest.mark.slow


def test_in_by_the_organisation_and_out_when_removed_there(site, settings, tmp_path):
    cache.clear()
    discovery.forget()
    make_study()
    rules = tmp_path / "groups.yaml"
    rules.write_text("owners: {studies: {small: owner}}")
    with running() as provider:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = provider.issuer, CLIENT, SECRET
        settings.OIDC_NAME, settings.OIDC_GROUPS, settings.MFA_MANDATORY = "Gemeente Utrecht", str(rules), True
        settings.SITE_URL = site.address
        provider.people(anna={"groups": ["owners"]})
        page = site.somebody()
        page.goto("/workbench/small/")
        page.get_by_role("link", name="Sign in with Gemeente Utrecht").click()
        page.fill("[name=sub]", "anna")
        page.get_by_role("button", name="Authorize").click()
        page.wait_for_url("**/workbench/small/")
        assert page.get_by_role("heading", name="Small study").first.is_visible()
        provider.removes("anna")
        before = timezone.now() - timedelta(minutes=3)
        SignOn.objects.update(checked_at=before, asked_at=before)
        page.reload()
        page.get_by_role("link", name="Sign in with Gemeente Utrecht").wait_for()
