"""Secrets of second steps, encrypted before they are kept."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from collega.web.encryption import decrypt, encrypt

PURPOSE = "second-step"


class EncryptedSecrets(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's own way with second steps, and its secrets under the site's keys."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return encrypt(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it is used."""
        return decrypt(encrypted_text, PURPOSE)
