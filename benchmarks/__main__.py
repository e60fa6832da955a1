"""Run benchmarks by name; all of them without a name."""

from __future__ import annotations

import importlib
import sys

NAMES = ("design", "estimation", "hierarchical", "truth", "demonstration", "pages")


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"There is no benchmark '{unknown[0]}'. Allowed: {', '.join(NAMES)}")
    for name in names or NAMES:
        print(f"\n# {name}\n", flush=True)
        importlib.import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])
