"""Tokens and codes: made here, kept only as hashes."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.core import signing
from django.utils.crypto import salted_hmac

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1: they are misread


def new_token() -> str:
    """Return a token for a link, 256 bits."""
    return secrets.token_urlsafe(32)


def new_shared_code() -> str:
    """Return a code that many people type: two groups of four out of 32 letters, 40 bits; guessing it is limited."""
    letters = [secrets.choice(_LETTERS) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def tidy_code(typed: str) -> str:
    """Return what somebody typed as the code it stands for: capitals, without spaces and dashes, dashes put back."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def hashed(token: str) -> str:
    """Return the SHA-256 under which a token is kept: it has chance enough not to need salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def personal_token(nonce: str) -> str:
    """Return the token of a personal link, the same each time; unknown without the site's secret."""
    return _derived("collega.personal-link", nonce)


def join_token(nonce: str) -> str:
    """Return the token of a study's link for professionals, likewise."""
    return _derived("collega.join-link", nonce)


def _derived(salt: str, nonce: str) -> str:
    digest = salted_hmac(salt, nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def sealed(content: dict[str, Any], purpose: str) -> str:
    """Return a token that nobody but this site can read or make: for a link in a mail that no row tells of."""
    return _seal(purpose).encrypt(json.dumps(content).encode()).decode()


def unsealed(token: str, purpose: str, valid: timedelta) -> dict[str, Any] | None:
    """Return what is in a sealed token; None where it is not ours, of another purpose, or older than ``valid``."""
    try:
        content: dict[str, Any] = json.loads(_seal(purpose).decrypt(token.encode(), ttl=int(valid.total_seconds())))
    except InvalidToken:
        return None
    return content


def _seal(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("collega.sealed", purpose, algorithm="sha256").digest()))


def opt_out_token(nonce: str) -> str:
    """Return the token of a link that stops mail, and opens nothing."""
    return signing.Signer(salt="collega.opt-out", sep=".").sign(nonce)


def opted_out_nonce(token: str) -> str | None:
    """Return whose mail a link stops; None where we did not make it."""
    try:
        return signing.Signer(salt="collega.opt-out", sep=".").unsign(token)
    except signing.BadSignature:
        return None


def casebook_mail_token(nonce: str, kind: str) -> str:
    """Return the token of a link that stops one kind of mail of the casebook, and opens nothing."""
    return signing.Signer(salt="collega.casebook-mail", sep=".").sign(f"{kind}-{nonce}")


def casebook_mail_nonce(token: str) -> tuple[str, str] | None:
    """Return (kind, nonce): which mail a link stops, and whose; None where we did not make it."""
    try:
        kind, _, nonce = signing.Signer(salt="collega.casebook-mail", sep=".").unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return kind, nonce
