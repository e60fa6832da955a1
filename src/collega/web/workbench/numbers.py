"""Fields for numbers: the bounds of the study, in the widget, in the check and in the message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from collega.study.bounds import Bounds


def _message(allowed: Bounds) -> str:
    return _("Fill in a whole number from %(least)d to %(most)d.") % {"least": allowed.least, "most": allowed.most}


_lazy_message = lazy(_message, str)


def number_field(allowed: Bounds, **more: Any) -> forms.IntegerField:
    """Return a field for a whole number within bounds."""
    message = _lazy_message(allowed)
    wrong = {"invalid": message, "min_value": message, "max_value": message}
    return forms.IntegerField(min_value=allowed.least, max_value=allowed.most, error_messages=wrong, **more)
