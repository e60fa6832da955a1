"""Small studies for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from collega.study import Study


def make_study(n_levels: Sequence[int], never: Sequence[dict[str, str]] = (), answers: int = 4, **more: Any) -> Study:
    return Study.model_validate(
        {
            "key": "small",
            "title": "Small",
            "statement": "Yes.",
            "answers": [{"key": f"a{j}", "text": f"a{j}", "positive": j >= answers / 2} for j in range(answers)],
            "criteria": [
                {"key": f"c{c}", "text": f"c{c}", "levels": [{"key": f"l{x}", "text": f"l{x}"} for x in range(levels)]}
                for c, levels in enumerate(n_levels)
            ],
            "never": list(never),
        }
        | more
    )
