"""``/.well-known/security.txt`` has what RFC 9116 asks of it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone


@pytest.mark.django_db
@pytest.mark.parametrize("contact", ["mailto:security@example.org", "https://example.org/report"])
def test_fields_of_rfc_9116(client, settings, contact):
    settings.SECURITY_CONTACT = contact
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.content.decode().splitlines() if line]
    assert [value for name, value in fields if name == "Contact"] == [contact]
    (expires,) = [value for name, value in fields if name == "Expires"]
    left = datetime.fromisoformat(expires) - timezone.now()
    assert timedelta(0) < left <= timedelta(days=366)
    assert [value for name, value in fields if name == "Preferred-Languages"] == ["nl, en"]
