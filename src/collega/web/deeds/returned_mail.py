"""Mail that came back later: the messages of mail servers, as a mailbox or one by one (RFC 3464)."""

from __future__ import annotations

import email
import mailbox
import tempfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path


def returned(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield (address, reason) of every final failure that is told in a mailbox or a single message."""
    for message in _messages(content):
        for part in message.walk():
            if part.get_content_type() == "message/delivery-status":
                yield from _failures(part)


def _messages(content: bytes) -> Iterator[Message]:
    if not content.startswith(b"From "):
        yield email.message_from_bytes(content)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mailbox"
        file.write_bytes(content)
        yield from list(mailbox.mbox(file))


def _failures(part: Message) -> Iterator[tuple[str, str]]:
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        recipient = str(block.get("Final-Recipient", "") or block.get("Original-Recipient", ""))
        if str(block.get("Action", "")).strip().lower() != "failed" or ";" not in recipient:
            continue
        diagnosis = str(block.get("Diagnostic-Code", "") or block.get("Status", ""))
        yield recipient.split(";", 1)[1].strip().strip("<>"), " ".join(diagnosis.split()) or "failed"
