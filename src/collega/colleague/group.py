"""Whom to ask: everybody, or the participants of one group."""

from __future__ import annotations

from collega.errors import DataError, Problem, did_you_mean
from collega.messages import Message
from collega.study.added import DECLINED
from collega.study.definition import Study

FILE = "group"


def parse_group(study: Study, text: str) -> tuple[str, str]:
    """Read ``CHARACTERISTIC=VALUE``; DataError where it is not of that form or does not exist."""
    characteristic, sign, value = text.partition("=")
    if not sign:
        hint = Message("colleague-write-group", example=_example(study) or "function=dpo")
        raise DataError([Problem(file=FILE, found=Message("colleague-not-a-group", text=text), hint=hint)])
    check_group(study, (characteristic, value))
    return characteristic, value


def check_group(study: Study, group: tuple[str, str]) -> None:
    """Raise DataError for a characteristic or a value that the study does not have."""
    characteristic, value = group
    keys = [item.key for item in study.characteristics]
    if characteristic not in keys:
        hint = did_you_mean(characteristic, keys)
        problem = Message("insight-no-such-characteristic", characteristic=characteristic)
        raise DataError(
            [Problem(file=FILE, found=problem, allowed=", ".join(keys) or Message("colleague-none"), hint=hint)]
        )
    values = (*study.characteristic(characteristic).value_keys, DECLINED)
    if value not in values:
        hint = did_you_mean(value, values)
        problem = Message("colleague-not-a-value", value=value, characteristic=characteristic)
        raise DataError([Problem(file=FILE, found=problem, allowed=", ".join(values), hint=hint)])


def _example(study: Study) -> str:
    return next((f"{item.key}={item.value_keys[0]}" for item in study.characteristics), "")
