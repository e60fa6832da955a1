"""Times as programs export them: read where they can mean one thing, refused where they cannot."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.mapping.times import in_seconds, is_time, read_times


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024-03-01 09:30", "2024-03-01 09:30"),
        ("2024-03-01T09:30:00.5+01:00", "2024-03-01T09:30:00.5+01:00"),
        ("2025-10-04 17:15:49 UTC", "2025-10-04T17:15:49Z"),
        ("2025-10-04 17:15:49.123 GMT", "2025-10-04T17:15:49.123Z"),
        ("2025-10-04 17:15:49 +0200", "2025-10-04T17:15:49+0200"),
        ("2025-10-04 17:15:49 +02", "2025-10-04T17:15:49+02:00"),
        ("2025/1/4 7:05", "2025-01-04T07:05:00"),
        ("31-12-2024 23:59", "2024-12-31T23:59:00"),
        ("12/31/2024 11:59 PM", "2024-12-31T23:59:00"),
        ("12/31/2024, 12:00 a.m.", "2024-12-31T00:00:00"),
        ("31.12.2024", "2024-12-31"),
        ("05-05-2024 08:00", "2024-05-05T08:00:00"),
    ],
)
def test_a_time_that_means_one_thing_is_read(cell: str, iso: str) -> None:
    times = read_times([cell, ""])
    assert (times.iso, times.wrong, times.unclear) == ({cell: iso}, (), ())
    dt.datetime.fromisoformat(iso)


@pytest.mark.parametrize(
    "cell",
    [
        "yesterday", "2024-13-01", "2024-02-30", "30-02-2024", "2024-03-01 25:00", "2024-03-01 09:61", "01-03-24",
        "13:30", "45352.5", "1709285400", "13-13-2024", "2024-03-01 13:00 PM", "2024-03-01 09:30 CET", "2024-W09",
        "12/31-2024", "0000-01-01",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(cell: str) -> None:
    assert read_times([cell]).wrong == (cell,)
    assert not is_time(cell)


def test_an_order_that_nothing_proves_is_unclear_and_the_mapping_settles_it() -> None:
    cells = ["01-03-2026 09:30", "02-03-2026 10:00"]
    assert read_times(cells).unclear == tuple(cells)
    assert list(read_times(cells, "day-month-year").iso.values()) == ["2026-03-01T09:30:00", "2026-03-02T10:00:00"]
    assert list(read_times(cells, "month-day-year").iso.values()) == ["2026-01-03T09:30:00", "2026-02-03T10:00:00"]


def test_one_cell_proves_the_order_of_its_column() -> None:
    times = read_times(["01-03-2026", "31-03-2026"])
    assert (times.iso["01-03-2026"], times.order) == ("2026-03-01", "day-month-year")
    times = read_times(["01/03/2026", "03/31/2026"])
    assert (times.iso["01/03/2026"], times.order) == ("2026-01-03", "month-day-year")


def test_a_column_that_proves_both_orders_proves_none() -> None:
    times = read_times(["01-03-2026", "31-03-2026", "03-31-2026"])
    assert (times.iso, times.order) == ({}, None)
    assert times.unclear == ("01-03-2026",)
    assert times.contrary == ("31-03-2026", "03-31-2026")


def test_a_cell_that_contradicts_the_mapping_is_contrary() -> None:
    times = read_times(["31-03-2026", "31-02-2026"], "month-day-year")
    assert times.contrary == ("31-03-2026",)
    assert times.wrong == ("31-02-2026",)


@settings(deadline=None, derandomize=True)
@given(st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(9999, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_whatever_is_written_is_never_read_as_another_moment(time: dt.datetime, sign: str) -> None:
    time = time.replace(microsecond=0)
    clock = f"{time:%H:%M:%S}"
    dutch = f"{time.day:02}{sign}{time.month:02}{sign}{time.year:04} {clock}"
    american = f"{time.month:02}{sign}{time.day:02}{sign}{time.year:04} {clock}"
    for cell, order in ((dutch, "day-month-year"), (american, "month-day-year")):
        assert dt.datetime.fromisoformat(read_times([cell], order).iso[cell]) == time
        alone = read_times([cell])
        assert alone.unclear == (cell,) or dt.datetime.fromisoformat(alone.iso[cell]) == time


def test_durations_are_seconds_and_nothing_else_is_a_duration() -> None:
    cells = ["00:01:15", "0:00:07.5", "100:00:01", "00:00:02,25", "01:15", "75", "00:61:00", "1 min", ""]
    assert in_seconds(cells) == {
        "00:01:15": "75", "0:00:07.5": "7.5", "100:00:01": "360001", "00:00:02,25": "2.25",
    }  # fmt: skip
