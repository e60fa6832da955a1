"""Why a test was not made, as JSON has it."""

from __future__ import annotations

from typing import Any

from collega.messages import code_of


def reason_json(reason: str | None) -> dict[str, Any]:
    """Return ``reason``, the English text, and ``reason_code``; nothing where the test was made."""
    return {} if reason is None else {"reason": str(reason), "reason_code": code_of(reason) or None}
