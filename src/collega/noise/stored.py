"""What was kept of the differences between colleagues, as it was."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from collega.insight.populations import Share
from collega.messages import warnings_from
from collega.noise.noise import Differences, Noise, share_from

NAME = "noise"  # beside the insights of a fit


def stored_noise(insights: Mapping[str, Any]) -> Noise | None:
    """Return what was kept beside insights; None where it was not computed, or not yet."""
    insight = insights.get(NAME)
    return None if insight is None else noise_of(insight)


def pack_noise(found: Noise | None) -> dict[str, Any]:
    """Return what is kept beside insights, in plain values."""
    return {NAME: None if found is None else found.as_json()}


def without_cells(
    kept: Mapping[str, Any] | None, groups: Container[tuple[str, str]], scenarios: Container[str]
) -> dict[str, Any] | None:
    """Return what was kept with nothing of other groups and scenarios than these."""
    if kept is None:
        return None
    shown = {
        key: {
            value: told if (key, value) in groups else {"participants": None, "suppressed": True}
            for value, told in values.items()
        }
        for key, values in kept["groups"].items()
    }
    return {**kept, "groups": shown, "scenarios": [row for row in kept["scenarios"] if row["scenario"] in scenarios]}


def noise_of(stored: Mapping[str, Any]) -> Noise:
    """Return what :meth:`Noise.as_json` wrote; KeyError where something is missing."""
    return Noise(
        everybody=Differences.from_json(stored),
        whose=stored["whose"],
        model=stored["model"],
        synthetic=stored["synthetic"],
        cases=stored["cases"],
        n_cases=stored["n_cases"],
        majority=tuple((row["colleagues"], _share(row)) for row in stored["majority"]),
        unexplained=share_from(stored["unexplained"]),
        repeats=stored["repeats"],
        criteria=tuple((row["criterion"], _share(row)) for row in stored["criteria"]),
        levels=tuple((row["criterion"], row["level"], _share(row)) for row in stored["levels"]),
        scenarios=tuple((row["scenario"], _share(row)) for row in stored["scenarios"]),
        groups={
            key: {value: None if row["suppressed"] else Differences.from_json(row) for value, row in values.items()}
            for key, values in stored["groups"].items()
        },
        warnings=warnings_from(stored),
    )


def _share(row: Mapping[str, Any]) -> Share:
    return Share(share=row["share"], interval=(row["interval"][0], row["interval"][1]))
