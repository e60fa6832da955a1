"""What a form sent: its fields, and the texts among them that somebody would not want to type again."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST_WORD = 20  # shorter single words are choices and numbers, soon made again


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values that a form sent, in their order, without its token."""
    return [
        (name, text) for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken" for text in texts if text
    ]


def texts_of(fields: list[tuple[str, str]]) -> list[str]:
    """Return the texts among fields: several words, or a long one."""
    return [text for _name, text in fields if len(text.split()) > 1 or len(text) > LONGEST_WORD]
