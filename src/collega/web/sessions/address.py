"""Where people join: an address to scan or to type."""

from __future__ import annotations

import io

import qrcode
from django.conf import settings
from qrcode.image.svg import SvgPathImage

from collega.web.records.models import Session


def join_address(session: Session) -> str:
    """Return the address that leads to joining."""
    return f"{settings.SITE_URL}/session/{session.word}/"


def typed_address() -> str:
    """Return the short address at which the word is typed, as people type it."""
    return f"{settings.SITE_URL}/session".removeprefix("https://").removeprefix("http://")


def qr_svg(address: str) -> bytes:
    """Return an address as a QR code in SVG: paths alone, no style and no script."""
    buffer = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=2).save(buffer)
    return buffer.getvalue()
