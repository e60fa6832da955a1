"""Run benchmarks by name; all of them without a name. ``--long`` adds peers and studies that take many minutes."""

from __future__ import annotations

import importlib
import sys

from benchmarks import versions

NAMES = (
    "design",
    "estimation",
    "sizes",
    "cluster",
    "insteval",
    "hierarchical",
    "million",
    "truth",
    "intervals",
    "importance",
    "whose",
    "practice",
    "drift_rules",
    "small_panels",
    "groups",
    "findings",
    "training",
    "proportional_odds",
    "checks",
    "noise",
    "demonstration",
    "leaderboard",
    "choice",
    "pages",
    "stored",
    "rounds",
    "sessions",
    "load",
    "faults",
    "membership",
    "disclosure",
)
LONG = ("estimation", "truth", "importance", "whose", "noise")


def main(arguments: list[str]) -> None:
    names = [argument for argument in arguments if argument != "--long"] or list(NAMES)
    long = "--long" in arguments
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"There is no benchmark '{unknown[0]}'. Allowed: {', '.join(NAMES)}, and the option --long")
    if long and not set(names) & set(LONG):
        sys.exit(f"Only {', '.join(LONG)} have a long form; leave --long out.")
    versions.tell()
    for name in names:
        print(f"\n# {name}\n", flush=True)
        run = importlib.import_module(f"benchmarks.{name}").run
        run(**({"long": True} if long and name in LONG else {}))


if __name__ == "__main__":
    main(sys.argv[1:])
