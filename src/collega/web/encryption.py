"""Encryption at rest: what must not be read from a stolen database is kept under keys that are not in it.

``COLLEGA_ENCRYPTION_KEYS`` holds the keys: the first encrypts, all of them decrypt. The site's secret is tried last,
and encrypts where no key is set: then a thief of the whole data folder has both.

Every encrypted text is ``KEY.CIPHERTEXT``, where KEY are eight signs that tell which key made it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from collega.errors import NotComputedError
from collega.messages import Message


def encrypt(text: str, purpose: str) -> str:
    """Return a text encrypted with the first key, each time differently; it opens for the same purpose alone."""
    key = _keys()[0]
    return f"{_name(key)}.{_fernet(key, purpose).encrypt(text.encode()).decode()}"


def decrypt(text: str, purpose: str) -> str:
    """Return what was encrypted.

    Raises
    ------
    NotComputedError
        Where none of the keys made it, or it was changed.
    """
    return _opened(text, lambda key, body: _fernet(key, purpose).decrypt(body))


def encrypt_searchable(text: str, purpose: str) -> str:
    """Return a text encrypted with the first key, each time alike (AES-SIV, RFC 5297): equal texts can be found."""
    return _searchable(_keys()[0], text, purpose)


def all_searchable(text: str, purpose: str) -> list[str]:
    """Return how a text looks under every key: what to look for while some rows have an older one."""
    return [_searchable(key, text, purpose) for key in _keys()]


def decrypt_searchable(text: str, purpose: str) -> str:
    """Return what was encrypted, likewise.

    Raises
    ------
    NotComputedError
        Where none of the keys made it, or it was changed.
    """
    return _opened(text, lambda key, body: _siv(key, purpose).decrypt(base64.urlsafe_b64decode(_padded(body)), None))


def _opened(text: str, decrypted: Callable[[str, str], bytes]) -> str:
    """Return what the key that a text names opens; NotComputedError where it is not there, or the text was changed."""
    name, _, body = text.partition(".")
    for key in _keys():
        if _name(key) == name:
            try:
                return decrypted(key, body).decode()
            except (InvalidToken, InvalidTag, ValueError):
                break
    raise NotComputedError(Message("web-encryption-key-missing", key=name))


def is_newest(text: str) -> bool:
    """Whether the first key made it."""
    return text.partition(".")[0] == _name(_keys()[0])


def _keys() -> tuple[str, ...]:
    return (*settings.ENCRYPTION_KEYS, settings.SECRET_KEY)


def _searchable(key: str, text: str, purpose: str) -> str:
    body = base64.urlsafe_b64encode(_siv(key, purpose).encrypt(text.encode(), None)).decode().rstrip("=")
    return f"{_name(key)}.{body}"


def _padded(body: str) -> str:
    return body + "=" * (-len(body) % 4)


@lru_cache(maxsize=16)
def _name(key: str) -> str:
    return hashlib.sha256(_derived(key, "name", 32)).hexdigest()[:8]


@lru_cache(maxsize=64)
def _fernet(key: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, f"fernet/{purpose}", 32)))


@lru_cache(maxsize=64)
def _siv(key: str, purpose: str) -> AESSIV:
    return AESSIV(_derived(key, f"siv/{purpose}", 64))


def _derived(key: str, use: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"collega.encryption/{use}".encode()).derive(key.encode())
