"""A mail server on localhost that writes down what it is sent, and refuses whom it is told to."""

from __future__ import annotations

import email
from email.message import Message

import pytest
from aiosmtpd.controller import Controller


class Post:
    """What the server does with a mail."""

    def __init__(self):
        self.mails: list[Message] = []
        self.refused: set[str] = set()
        self.busy: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        if address in self.refused:
            return "550 5.1.1 No such mailbox"
        if address in self.busy:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        self.mails.append(email.message_from_bytes(envelope.content))
        return "250 OK"

    def to(self, address):
        return [mail for mail in self.mails if mail["To"] == address]


@pytest.fixture
def post(settings):
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield handler
    controller.stop()


def _free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
