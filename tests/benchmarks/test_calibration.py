"""Every benchmark says how fast the machine is, in units that a bar can be stated in."""

from __future__ import annotations

import re

import pytest

from benchmarks import versions
from benchmarks.calibration import REFERENCE, Calibration, bar_in_units


def test_a_time_in_units_is_the_same_on_a_machine_half_as_fast():
    fast, slow = (Calibration(interpreted=each, compiled=each) for each in (10.0, 20.0))
    assert fast.units(30.0) == slow.units(60.0) == pytest.approx(3.0)
    assert bar_in_units(3 * REFERENCE) == pytest.approx(fast.units(30.0))


def test_what_ran_on_what_tells_it(capsys):
    versions.tell()
    told = re.search(r"Calibration: interpreted work ([\d.]+) ms, compiled work ([\d.]+) ms", capsys.readouterr().out)
    assert told is not None
    assert all(float(each) > 0.5 for each in told.groups())  # neither piece was left out
