"""The personal code: shown to the participant, never stored."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from collega.web.records.models import Interview
from collega.web.tokens import hashed

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def code_of(study_pk: int, pseudonym: str) -> str:
    """Return the code of an interview, 80 bits: made from the site's secret, so that it can be shown again."""
    digest = salted_hmac("collega.survey.code", f"{study_pk}/{pseudonym}", algorithm="sha256").digest()
    letters = [_LETTERS[byte % 32] for byte in digest[:16]]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


def shown_code(interview: Interview) -> str:
    """Return the code to show; empty where the site's secret has changed since it was given."""
    code = code_of(interview.study_id, interview.pseudonym)
    return code if hashed(code) == interview.code_hash else ""
