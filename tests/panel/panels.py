"""A small panel with everything that can happen in one."""

from __future__ import annotations

import numpy as np
import polars as pl

from collega.design.layout import Design
from collega.panel import Panel
from collega.study import Study, parse_study

STUDY = parse_study(
    """\
key: parking
title: {nl: Parkeren, en: Parking}
statement: {nl: Dat mag hier., en: That is fine here.}
answers:
  - {key: no, text: {nl: Nooit, en: Never}}
  - {key: "2", text: {nl: Eerder niet, en: Rather not}}
  - {key: maybe, text: {nl: Eerder wel, en: Rather yes}, positive: true}
  - {key: yes, text: {nl: Altijd, en: Always}, positive: true}
criteria:
  - key: not
    text: {nl: "Waar, op straat?", en: "Where, in the street?"}
    levels: [{key: street, text: {nl: Straat, en: Garage}}, {key: garage, text: {nl: Garage, en: Straat}}]
  - key: 1-price
    ordered: true
    text: {nl: Prijs, en: Price}
    levels:
      - {key: "2", text: {nl: Een, en: One}}
      - {key: "1", text: {nl: Twee, en: Two}}
      - {key: no, text: {nl: Gratis, en: Free}}
characteristics:
  - key: age
    text: {nl: Leeftijd, en: Age}
    other: true
    values: [{key: young, text: {nl: Jong, en: Young}}, {key: old, text: {nl: Oud, en: Old}}]
  - key: "1-price_2"
    text: {nl: Tweede, en: Second}
    values: [{key: "1", text: {nl: Eén, en: One}}]
"""
)
DESIGN = Design(
    scenarios=("s1", "s2", "1", "=x"),
    profiles=np.array([[0, 0], [1, 1], [0, 2], [1, 0]]),
    versions=("A", "B"),
    shows=((0, 1, 0), (2, 3, 1)),
)
PEOPLE = pl.DataFrame(
    {
        "participant": ["p1", "=p2", "3", "silent"],
        "version": ["A", "B", "", "A"],
        "started_at": ["2024-03-01T09:30:00", "", "", ""],
        "completed_at": ["", "", "", ""],
        "age": ["young", "other", "prefer_not_to_say", ""],
        "age_other": ["", '- it depends; "well"', "", ""],
        "1-price_2": ["1", "", "1", ""],
        "included": ["true", "false", "true", "true"],
        "excluded_reason": ["", "asleep", "", ""],
    }
)


def panel(*, study: Study = STUDY, synthetic: bool = False, times: bool = True) -> Panel:
    """Four people; one of them answered nothing."""
    return Panel(
        study=study,
        design=DESIGN,
        people=PEOPLE,
        participant=np.array([0, 0, 0, 1, 1, 2, 2], dtype=np.int32),
        scenario=np.array([0, 1, 0, 2, 3, 3, 0], dtype=np.int32),
        answer=np.array([0, 1, 3, 2, 2, 1, 0], dtype=np.int8),
        position=np.array([1, 2, 3, 0, 2, 0, 0], dtype=np.int32) if times else None,
        seconds=np.array([1.25, 3.0, np.nan, 0.1, 100.0, 7.0, 2.0]) if times else None,
        synthetic=synthetic,
    )
