"""Every kind of finding in words: equal, tied, equal once rounded, nearly all, one group, nothing found."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from collega.findings import Finding, Kind, sentence, with_words
from collega.findings.words import words_of
from collega.findings.words.form import whole_percents
from collega.study import Study
from tests.figures.frames import make_study


def study() -> Study:
    levels = [{"key": "0", "text": {"nl": "Nee", "en": "No"}}, {"key": "1", "text": {"nl": "Ja", "en": "Yes"}}]
    names = {"a": "Doel", "b": "Taak", "c": "Gevolgen", "d": "Omvang", "e": "Soort"}
    return make_study(
        criteria=[
            {"key": key, "text": {"nl": f"Vraag {key}?", "en": f"Question {key}?"},
             "short": {"nl": name, "en": name.upper()}, "levels": levels}
            for key, name in names.items()
        ],
        characteristics=[
            {"key": "post", "text": {"nl": "Functie", "en": "Post"}, "ordered": True,
             "values": [{"key": "x", "text": {"nl": "Jurist", "en": "Lawyer"}},
                        {"key": "y", "text": {"nl": "Adviseur", "en": "Adviser"}}]}
        ],
    )  # fmt: skip


STUDY = study()
GROUP: dict[str, Any] = {"characteristic": "post", "value": "x", "participants": 12, "among": 3}
LESS: dict[str, Any] = {"estimate": -17.4, "interval": (-24.6, -10.2), "numbers": (5.2, 22.6)}


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (Finding(kind="weight", criteria=("a",), estimate=23.6, interval=(20.1, 27.4), numbers=(23.6,), among=5),
         "‘Doel’ weegt het zwaarst: 24% (tussen 20% en 27%)."),
        (Finding(kind="weight", criteria=("a",), estimate=23.6, interval=(23.51, 23.74), numbers=(23.6,), among=5),
         "‘Doel’ weegt het zwaarst: 23,6% (tussen 23,5% en 23,7%)."),
        (Finding(kind="weight", criteria=("a", "b"), numbers=(23.6, 20.2), among=5),
         "‘Doel’ (24%) en ‘Taak’ (20%) wegen het zwaarst. Welk van deze twee het zwaarst weegt, staat niet vast."),
        (Finding(kind="weight", criteria=("a", "b"), numbers=(23.5, 23.2), among=5),
         "‘Doel’ (24%) en ‘Taak’ (23%) wegen het zwaarst. Welk van deze twee het zwaarst weegt, staat niet vast."),
        (Finding(kind="weight", criteria=("a", "b"), numbers=(23.4, 23.2), among=5),
         "‘Doel’ en ‘Taak’ wegen het zwaarst, allebei ongeveer 23%. Welk van deze twee het zwaarst weegt, staat niet "
         "vast."),
        (Finding(kind="weight", criteria=("a", "b", "c", "d", "e"), numbers=(20.0,) * 5, among=5),
         "Welk criterium het zwaarst weegt, staat niet vast: dat kan elk van de vijf zijn."),
        (Finding(kind="weight", criteria=("a", "b", "c", "d", "e"), numbers=(20.0,) * 5, among=9),
         "Welk criterium het zwaarst weegt, staat niet vast: vijf van de negen komen daarvoor in aanmerking."),
        (Finding(kind="order", criteria=("a", "b", "c", "d"), numbers=(0.99, 0.7, 0.99)),
         "Wat het zwaarst weegt, staat binnen elk van deze groepjes niet vast: ‘Taak’ en ‘Gevolgen’."),
        (Finding(kind="order", criteria=("a", "b"), numbers=(0.99,)), "De volgorde van ‘Doel’ en ‘Taak’ staat vast."),
        (Finding(kind="order", criteria=("a", "b"), numbers=(0.6,), characteristic="post", value="x"),
         "De onderlinge volgorde van ‘Doel’ en ‘Taak’ staat in de groep ‘Jurist’ niet vast."),
        (Finding(kind="demonstrated", criteria=("a", "b", "c"), among=3),
         "Van alle drie criteria is aangetoond dat ze meewegen."),
        (Finding(kind="not_demonstrated", criteria=("a",), among=5), "Dat ‘Doel’ meeweegt, is niet aangetoond."),
        (Finding(kind="not_demonstrated", criteria=("a", "b"), among=5),
         "Dat ‘Doel’ en ‘Taak’ meewegen, is niet aangetoond."),
        (Finding(kind="not_demonstrated", criteria=("a", "b", "c", "d", "e"), among=9),
         "Van vijf van de negen criteria is niet aangetoond dat ze meewegen."),
        (Finding(kind="not_demonstrated", criteria=("a", "b"), among=2),
         "Van geen enkel criterium is aangetoond dat het meeweegt."),
        (Finding(kind="group_weight", criteria=("b",), **GROUP, **LESS),
         "‘Taak’ weegt lichter in de groep ‘Jurist’ (Functie, 12 deelnemers): 5%, tegen 23% in de andere groepen. Het "
         "verschil, berekend vóór het afronden, is 17 procentpunt (tussen 10 en 25)."),
        (Finding(kind="group_weight", criteria=("b",), **{**GROUP, "among": 1}, estimate=0.4, interval=(0.1, 0.9),
                 numbers=(5.4, 5.0)),
         "‘Taak’ weegt zwaarder in de groep ‘Jurist’ (Functie, 12 deelnemers): 5,4%, tegen 5,0% in de andere groep. "
         "Het verschil is 0,4 procentpunt (tussen 0,1 en 0,9)."),
        (Finding(kind="strictness", **GROUP, estimate=11.0, interval=(6.0, 16.0), numbers=(0.52, 0.41)),
         "De groep ‘Jurist’ (Functie, 12 deelnemers) antwoordt in een gemiddelde casus vaker positief dan de andere "
         "groepen: 52%, tegen 41%. Het verschil is 11 procentpunt (tussen 6 en 16)."),
        (Finding(kind="trend", characteristic="post", values=("x", "y"), estimate=15.0, interval=(5.0, 25.0),
                 numbers=(0.35, 0.52)),
         "Het aandeel positieve antwoorden in een gemiddelde casus loopt op met ‘Functie’: van 35% in de groep "
         "‘Jurist’ tot 52% in de groep ‘Adviseur’."),
        (Finding(kind="trend", characteristic="post", values=("x", "y"), estimate=5.0, interval=(1.0, 9.0),
                 numbers=(0.411, 0.412)),
         "Hoe hoger de waarde van ‘Functie’, hoe vaker deelnemers in een gemiddelde casus positief antwoorden."),
        (Finding(kind="differs", characteristic="post", p_value=0.01),
         "Groepen naar ‘Functie’ antwoorden aantoonbaar verschillend. Welke groep afwijkt van de andere, staat niet "
         "vast."),
        (Finding(kind="alike", criteria=("a",), among=3),
         "Bij drie eigenschappen zijn groepen vergeleken. Een verschil in hoe positief zij antwoorden en in hoe zij "
         "wegen is niet aangetoond."),
        (Finding(kind="alike", among=1),
         "De groepen van één eigenschap zijn vergeleken. Een verschil in hoe positief zij antwoorden is niet "
         "aangetoond."),
        (Finding(kind="no_groups"),
         "Groepen zijn niet vergeleken: van geen enkele eigenschap mogen er twee getoond worden."),
        (Finding(kind="not_weighed", among=0),
         "Hoe zwaar de criteria wegen, is niet te berekenen: bijna alle antwoorden zijn hetzelfde, of van geen "
         "criterium zijn er twee waarden beoordeeld."),
        (Finding(kind="not_weighed", criteria=("a",), among=1),
         "Er is één criterium te wegen, ‘Doel’: het belang daarvan is dus 100%."),
        (Finding(kind="positive"),
         "Hoe positief de antwoorden zijn, wordt niet getoond: dat zou iets verraden over enkele deelnemers."),
        (Finding(kind="positive", estimate=0.45, numbers=(0.0,), among=8),
         "Van alle antwoorden is 45% positief. Bij geen van de 8 scenario’s is de meerderheid positief."),
        (Finding(kind="divided", scenarios=("14",), numbers=(0.48,), estimate=0.48, among=8),
         "Het meest verdeeld zijn de deelnemers over scenario 14: naar schatting 48% positief."),
        (Finding(kind="divided", scenarios=("14", "5"), numbers=(0.48, 0.47), among=8),
         "Het meest verdeeld zijn de deelnemers over de scenario’s 14 en 5. Over welk het meest, staat niet vast."),
        (Finding(kind="agreed", scenarios=("3", "4"), among=8),
         "Bij 2 van de 8 scenario’s staan bijna alle deelnemers aan dezelfde kant."),
        (Finding(kind="other_side_at_most", estimate=0.374, interval=(0.361, 0.386), numbers=(0.306,)),
         "In 37% van de gevallen (tussen 36% en 39%) komt een andere collega in dezelfde casus aan de andere kant uit. "
         "Dezelfde collega doet dat een volgende keer in hooguit 31%."),
        (Finding(kind="other_side", estimate=0.374, interval=(0.361, 0.386), numbers=(0.2,)),
         "In 37% van de gevallen (tussen 36% en 39%) komt een andere collega in dezelfde casus aan de andere kant uit. "
         "Dezelfde collega doet dat een volgende keer in 20%."),
        (Finding(kind="other_side", estimate=0.374, interval=(0.361, 0.386)),
         "In 37% van de gevallen (tussen 36% en 39%) komt een andere collega in dezelfde casus aan de andere kant uit."),
        (Finding(kind="variation", estimate=0.145, numbers=(0.147, 0.153, 0.7)),
         "Van al het verschil in oordelen over dezelfde casus is 15% verschil in strengheid en 15% verschil in weging. "
         "De andere 70% hangt van het moment af, of van iets dat het model niet kent."),
        (Finding(kind="variation_level", estimate=0.2, numbers=(0.2, 0.8)),
         "Van al het verschil in oordelen over dezelfde casus is 20% verschil in strengheid. In de andere 80% zit ook "
         "het verschil in weging: dit model houdt die twee niet uit elkaar."),
        (Finding(kind="ask_more", estimate=25.0, interval=(21.0, 31.0), numbers=(0.9, 0.71, 0.81), among=199),
         "Eén collega staat in 71% van de casussen aan de kant waar de meeste collega’s staan, de meerderheid van vijf "
         "in 81%. Voor 90% zijn er 25 nodig (tussen 21 en 31)."),
        (Finding(kind="ask_more", estimate=1.0, interval=(1.0, 1.0), numbers=(0.9, 0.93, 0.99), among=199),
         "Eén collega staat in 93% van de casussen aan de kant waar de meeste collega’s staan, de meerderheid van vijf "
         "in 99%. Eén collega vragen is dus genoeg voor 90% van de casussen."),
        (Finding(kind="ask_more", estimate=43.0, numbers=(0.9, 0.65, 0.76, 19.0), among=199),
         "Eén collega staat in 65% van de casussen aan de kant waar de meeste collega’s staan, de meerderheid van vijf "
         "in 76%. Voor 90% zijn er 43 nodig (tussen 19 en meer dan 199)."),
        (Finding(kind="ask_more", numbers=(0.9, 0.55, 0.6), among=199),
         "Eén collega staat in 55% van de casussen aan de kant waar de meeste collega’s staan, de meerderheid van vijf "
         "in 60%. Voor 90% zijn zelfs 199 collega’s niet genoeg."),
    ],
)  # fmt: skip
def test_a_finding_in_dutch(finding: Finding, words: str) -> None:
    assert sentence(finding, STUDY, "nl") == words


def test_english_has_short_names_and_points() -> None:
    found = Finding(kind="group_weight", criteria=("b",), **GROUP, **LESS)
    assert sentence(found, STUDY, "en") == (
        "“TAAK” weighs more lightly in the group “Lawyer” (Post, 12 participants): 5%, against 23% in the other groups. "
        "The difference, computed before rounding, is 17 percentage points (between 10 and 25)."
    )


def test_parts_that_round_to_more_than_all_still_add_up() -> None:
    """14.5, 15.4 and 70.1 are 14, 15 and 70 with one left over: it goes to the largest part behind the point."""
    assert whole_percents([0.145, 0.154, 0.701]) == [15, 15, 70]
    assert sum(whole_percents([1 / 3, 1 / 3, 1 / 3])) == 100
    assert whole_percents([0.0, 1.0]) == [0, 100]


def test_english_of_differences_between_colleagues() -> None:
    found = Finding(kind="other_side_at_most", estimate=0.374, interval=(0.361, 0.386), numbers=(0.306,))
    assert sentence(found, STUDY, "en") == (
        "In the same case, another colleague comes out on the other side 37% of the time (between 36% and 39%). The same "
        "colleague, judging it again, does so at most 31% of the time."
    )
    found = Finding(kind="ask_more", estimate=25.0, interval=(21.0, 31.0), numbers=(0.9, 0.71, 0.81), among=199)
    assert sentence(found, STUDY, "en") == (
        "One colleague is on the side of most colleagues in 71% of the cases, the majority of five in 81%. For 90% it "
        "takes 25 of them (between 21 and 31)."
    )


def test_every_kind_has_words_in_both_languages() -> None:
    for kind in get_args(Kind):
        assert words_of(kind, "nl") is not words_of(kind, "en"), kind


def test_a_finding_comes_back_from_its_plain_form() -> None:
    found = Finding(kind="group_weight", criteria=("b",), probability=0.97, expected=0.9, p_value=0.02, **GROUP, **LESS)
    told = with_words(found, STUDY)
    assert Finding.from_json(told) == found
    assert told["criterion"] == "b"
    assert set(told["text"]) == {"nl", "en"}
    assert Finding(kind="weight", criteria=("a", "b")).as_json()["criterion"] is None
