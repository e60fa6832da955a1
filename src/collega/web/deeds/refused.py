"""What a deed raises that may not be done now."""

from __future__ import annotations


class RefusedError(Exception):
    """A condition of a deed does not hold; its text says which, in the language of whoever asked."""


class ChangedMeanwhileError(Exception):
    """Somebody else, or another tab, changed what this was decided by."""
