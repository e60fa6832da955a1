"""What ``python -m benchmarks`` refuses, before anything runs."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import main


def test_an_unknown_name_is_told_with_the_allowed_ones() -> None:
    with pytest.raises(
        SystemExit, match=r"There is no benchmark 'speed'\. Allowed: design, estimation, sizes, cluster, insteval"
    ):
        main(["speed"])


def test_long_is_refused_where_there_is_no_long_form() -> None:
    with pytest.raises(
        SystemExit, match="Only estimation, truth, importance, whose, noise have a long form; leave --long out"
    ):
        main(["design", "--long"])


def test_a_cluster_is_refused_where_nothing_is_spread() -> None:
    with pytest.raises(SystemExit, match="Only truth can be spread over a cluster; leave --cluster=local:2 out"):
        main(["design", "--cluster=local:2"])
