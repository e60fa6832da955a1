"""What is found about a case, in numbers and in words: nothing is called certain whose interval holds one half."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from collega.colleague import Advice, Tipping, ask, parse_case
from collega.colleague.reach import FillInFirst
from collega.findings import TIPPING, Finding, case_findings, case_text, sentence
from collega.findings.case import certain
from tests.colleague.studies import make_people, pooled

PANEL = make_people()
STUDY = PANEL.study


def advice(**more: Any) -> Advice:
    asked = ask(STUDY, pooled(PANEL), parse_case(STUDY, ["risk=low", "pain=some", "parents=wait"]))
    return replace(asked, **{"share": 0.8, "interval": (0.7, 0.9), "tipping": (), **more})


def tip(share: float, *, wide: float = 0.02, changes: tuple[tuple[str, str], ...] = (("risk", "high"),)) -> Tipping:
    return Tipping(changes=changes, share=share, interval=(share - wide, share + wide))


def found(asked: Advice) -> dict[str, Finding]:
    return {each.kind: each for each in case_findings(asked)}


@pytest.mark.parametrize(
    ("share", "interval", "dutch", "english"),
    [
        (0.8, (0.7, 0.9), "Dat een meerderheid positief zou adviseren, is zeker: het interval van 90% ligt helemaal "
         "boven 50%.", "It is certain that a majority would advise positively: the 90% interval lies entirely above "
         "50%."),
        (0.2, (0.1, 0.3), "Dat een meerderheid niet positief zou adviseren, is zeker: het interval van 90% ligt "
         "helemaal onder 50%.", "It is certain that a majority would not advise positively: the 90% interval lies "
         "entirely below 50%."),
        (0.52, (0.45, 0.58), "Of een meerderheid positief zou adviseren, is niet zeker: het interval van 90% loopt van "
         "45% tot 58%.", "Whether a majority would advise positively is not certain: the 90% interval runs from 45% to "
         "58%."),
    ],
)  # fmt: skip
def test_whether_the_majority_is_certain(share: float, interval: tuple[float, float], dutch: str, english: str) -> None:
    asked = advice(share=share, interval=interval)
    assert case_text(STUDY, asked, "nl", "majority") == dutch
    assert case_text(STUDY, asked, "en", "majority") == english
    told = found(asked)["majority"]
    assert (told.estimate, told.interval, told.numbers) == (share, interval, ())


def test_what_is_shown_as_fifty_percent_is_not_certain() -> None:
    assert not certain((0.502, 0.58))  # shown as 50% to 58%
    assert not certain((0.42, 0.498))
    assert certain((0.506, 0.58))


def test_of_a_case_with_blanks_the_reach_decides() -> None:
    first = FillInFirst(criterion="pain", reach=(0.3, 0.6), by_level=())
    case = parse_case(STUDY, ["risk=low"])
    asked = advice(case=case, reach=(0.2, 0.7), fill_in_first=first)
    assert [each.kind for each in case_findings(asked)][:2] == ["find_out_first", "majority"]
    assert found(asked)["find_out_first"].numbers == (0.3, 0.6)
    assert found(asked)["find_out_first"].among == 2
    assert case_text(STUDY, asked, "nl", "majority") == (
        "Of een meerderheid positief zou adviseren, hangt af van wat nog niet is ingevuld: het aandeel kan uitkomen op "
        "20% tot 70%."
    )
    tipping = (tip(0.3),)
    assert case_text(STUDY, replace(asked, tipping=tipping), "en", *TIPPING) == ""  # there is no majority to tip
    asked = replace(asked, reach=(0.6, 0.7), tipping=tipping)
    assert [each.kind for each in case_findings(asked)][2:] == ["may_tip"]  # blanks of the changed case are open too
    assert case_text(STUDY, asked, "en", "majority") == (
        "Whatever else is filled in, an estimated majority would advise positively: the share is 60% to 70%."
    )


def test_single_changes_that_surely_tip_come_apart_from_those_that_may() -> None:
    asked = advice(tipping=(tip(0.47, wide=0.06, changes=(("pain", "constant"),)), tip(0.3)))
    told = found(asked)
    assert (told["tips"].criteria, told["tips"].levels, told["tips"].numbers) == (("risk",), ("high",), (0.3,))
    assert (told["may_tip"].criteria, told["may_tip"].levels) == (("pain",), ("constant",))
    assert case_text(STUDY, asked, "nl", *TIPPING) == (
        "Een meerderheid zou zeker niet positief adviseren met ‘risk: high’ (30%). Met ‘pain: constant’ (47%) komt de "
        "schatting aan de andere kant van 50%, maar is niet zeker of de meerderheid omslaat."
    )


def test_changes_that_only_may_tip_are_not_called_certain() -> None:
    asked = advice(tipping=(tip(0.47, wide=0.06),))
    assert found(asked)["tips"].criteria == ()
    assert case_text(STUDY, asked, "en", *TIPPING) == (
        "No single change brings the majority to the other side with certainty. With “risk: high” (47%) the estimate "
        "crosses 50%, but whether the majority tips is not certain."
    )


def test_many_changes_are_counted_after_three() -> None:
    changes = [(("pain", level),) for level in ("none", "some", "constant")] * 2
    asked = advice(tipping=tuple(tip(0.4 - n / 100, changes=change) for n, change in enumerate(changes)))
    assert case_text(STUDY, asked, "en", "tips").endswith("“pain: constant” (38%) or one of 3 other changes.")
    asked = replace(asked, tipping=asked.tipping[:4])
    assert case_text(STUDY, asked, "nl", "tips").endswith("‘pain: constant’ (38%) of ‘pain: none’ (37%).")


def test_together_where_one_is_not_enough_the_certain_set_first() -> None:
    both = (("pain", "none"), ("risk", "high"))
    sure, unsure = tip(0.3, changes=both), tip(0.48, wide=0.05, changes=tuple(reversed(both)))
    asked = advice(tipping=(unsure, sure))
    assert found(asked)["tips_together"].estimate == 0.3
    assert case_text(STUDY, asked, "en", *TIPPING) == (
        "One change is not enough. With “pain: none” and “risk: high” together 30% would advise positively: then the "
        "majority certainly tips."
    )
    assert "is niet zeker: het interval van 90% loopt van 43% tot 53%." in case_text(
        STUDY, replace(asked, tipping=(unsure,)), "nl", *TIPPING
    )


def test_nothing_found_and_nothing_filled_in() -> None:
    assert case_text(STUDY, advice(), "en", *TIPPING) == "No change was found that tips the majority."
    empty = advice(case=parse_case(STUDY, []), reach=(0.1, 0.9))
    assert case_text(STUDY, empty, "nl", *TIPPING) == ""


def test_of_real_advice_nothing_is_certain_whose_interval_holds_one_half() -> None:
    fit = pooled(PANEL)
    for risk in ("low", "high"):
        for pain in ("none", "some", "constant"):
            for parents in ("wait", "operate"):
                asked = ask(STUDY, fit, parse_case(STUDY, [f"risk={risk}", f"pain={pain}", f"parents={parents}"]))
                told = found(asked)
                shares = {(each.criterion, each.level): each for each in asked.what_if}
                for change, share in (
                    zip(zip(told["tips"].criteria, told["tips"].levels, strict=True), told["tips"].numbers, strict=True)
                    if "tips" in told
                    else ()
                ):
                    low, high = shares[change].interval
                    assert not low <= 0.5 <= high
                    assert (share > 0.5) != (asked.share > 0.5)
                assert all(re.match("[A-Z“]", sentence(each, STUDY, "en")) for each in case_findings(asked))
                assert all(Finding.from_json(each.as_json()) == each for each in case_findings(asked))
