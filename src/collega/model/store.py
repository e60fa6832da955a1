"""A fit as plain JSON and named arrays, and back: no pickle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from collega.messages import kept, message_from
from collega.model.checks.diagnosis import Diagnosis
from collega.model.fit import Fit

Arrays = dict[str, NDArray[Any]]
_LATER = {"Diagnosis": Diagnosis}  # names that a module knows only while types are checked


def pack_fit(fit: Fit) -> tuple[dict[str, Any], Arrays]:
    """Return (values for JSON, arrays by dotted name)."""
    arrays: Arrays = {}
    return _pack(fit, "", arrays), arrays


def unpack_fit(values: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Fit:
    """Rebuild the fit; KeyError where a value or an array is missing."""
    fit = _unpack(Fit, values, "", arrays)
    assert isinstance(fit, Fit)
    return fit


def unpack_diagnosis(values: Mapping[str, Any]) -> Diagnosis | None:
    """Rebuild what a fit does not see from the fit's values for JSON; None where nobody looked."""
    found = values.get("diagnosis")
    if found is None:
        return None
    diagnosis = _unpack(Diagnosis, found, "", {})
    assert isinstance(diagnosis, Diagnosis)
    return diagnosis


def stored_by_threshold(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the criteria with effects by threshold from the fit's values for JSON."""
    effects = (values.get("estimates") or {}).get("by_threshold") or {}
    return tuple(effects.get("criteria", ()))


def stored_own_thresholds(values: Mapping[str, Any]) -> bool:
    """Return whether people use the scale in their own ways in a fit, from its values for JSON.

    ``stretch`` is null there where they do not, and among the arrays where they do; a fit of before has neither.
    """
    draws = values.get("draws")
    return draws is not None and "diagnosis" in values and "stretch" not in draws


def _pack(result: Any, prefix: str, arrays: Arrays) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields(result):
        value, name = getattr(result, field.name), prefix + field.name
        if isinstance(value, np.ndarray):
            arrays[name] = value
        elif is_dataclass(value):
            values[field.name] = _pack(value, f"{name}.", arrays)
        elif isinstance(value, tuple) and all(map(is_dataclass, value)):
            values[field.name] = [_pack(each, f"{name}.", arrays) for each in value]
        else:
            values[field.name] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    """Return a value with every message in it as it is kept."""
    return list(map(_plain, value)) if isinstance(value, tuple) else kept(value)


def _unpack(kind: type[Any], values: Mapping[str, Any], prefix: str, arrays: Mapping[str, NDArray[Any]]) -> Any:
    rebuilt: dict[str, Any] = {}
    hints = get_type_hints(kind, localns=_LATER)
    for field in fields(kind):
        name, hint = prefix + field.name, hints[field.name]
        inner, several = _inner_dataclass(hint), _inner_dataclass(_repeated(hint))
        if name in arrays:
            rebuilt[field.name] = arrays[name]
        elif field.name not in values:
            if NoneType not in get_args(hint):
                raise KeyError(name)
            rebuilt[field.name] = None
        elif values[field.name] is None:
            rebuilt[field.name] = None
        elif inner is not None:
            rebuilt[field.name] = _unpack(inner, values[field.name], f"{name}.", arrays)
        elif several is not None:
            rebuilt[field.name] = tuple(_unpack(several, each, f"{name}.", {}) for each in values[field.name])
        else:
            rebuilt[field.name] = _as_tuples(values[field.name])
    return kind(**rebuilt)


def _inner_dataclass(hint: Any) -> type[Any] | None:
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next((option for option in options if isinstance(option, type) and is_dataclass(option)), None)


def _repeated(hint: Any) -> Any:
    """Return X of a hint that allows a tuple of any number of X."""
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next((get_args(option)[0] for option in options if get_args(option)[1:] == (Ellipsis,)), None)


def _as_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_as_tuples, value))
    return message_from(value) if isinstance(value, dict) and "code" in value else value
