"""Make the pictures of the README: ``python docs/pictures/make.py`` after ``make demo``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import polars as pl

from collega.figures import importance_figure
from collega.folder import StudyFolder
from collega.insight import insights

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "demo"


def main() -> None:
    """Write importance.png and report.png."""
    source = StudyFolder(DEMO)
    study, panel, fit = source.study(), source.panel(), source.fit()
    found = insights(panel, fit)
    assert found.importance is not None
    weights = found.importance.with_columns(demonstrated=pl.col("p_value_corrected") < 0.05)
    (HERE / "importance.png").write_bytes(importance_figure(weights, study, language="en").png(1.2))
    first_page = ["-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile", DEMO / "report-nl.pdf", HERE / "report"]
    subprocess.run(["pdftoppm", *first_page], check=True)


if __name__ == "__main__":
    main()
