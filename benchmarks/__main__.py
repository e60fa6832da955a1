"""Run benchmarks by name; all of them without a name. ``--long`` adds peers and studies that take many minutes.

``--cluster=ADDRESS`` spreads simulated studies over Dask workers: ``local:2``, or the address of a scheduler.
"""

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
SPREAD = ("truth",)
_CLUSTER = "--cluster="


def main(arguments: list[str]) -> None:
    names = [each for each in arguments if each != "--long" and not each.startswith(_CLUSTER)] or list(NAMES)
    long = "--long" in arguments
    cluster = next((each.removeprefix(_CLUSTER) for each in arguments if each.startswith(_CLUSTER)), None)
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"There is no benchmark '{unknown[0]}'. Allowed: {', '.join(NAMES)}, and the option --long")
    if long and not set(names) & set(LONG):
        sys.exit(f"Only {', '.join(LONG)} have a long form; leave --long out.")
    if cluster is not None and not set(names) & set(SPREAD):
        sys.exit(f"Only {', '.join(SPREAD)} can be spread over a cluster; leave {_CLUSTER}{cluster} out.")
    versions.tell()
    for name in names:
        print(f"\n# {name}\n", flush=True)
        run = importlib.import_module(f"benchmarks.{name}").run
        options = {"long": True} if long and name in LONG else {}
        run(**options, **({"cluster": cluster} if cluster is not None and name in SPREAD else {}))


if __name__ == "__main__":
    main(sys.argv[1:])
