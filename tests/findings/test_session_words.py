"""What is found in a session, in words: nothing is called a shift whose interval holds 0."""

from __future__ import annotations

import pytest

from collega.findings import effect_sentences, session_sentences
from collega.rounds.record import (
    AgreementRecord,
    EffectRecord,
    FirstRecord,
    GuessRecord,
    ModelRecord,
    PictureRecord,
    SecondRecord,
    ShiftRecord,
)
from collega.study import parse_study, template_text

STUDY = parse_study(template_text("avg-data-sharing"))
SHOWN = PictureRecord(n=12, suppressed=False, positive=0.5, answers=dict.fromkeys(STUDY.answer_keys, 0.25))


def shift(estimate: float, low: float, high: float) -> ShiftRecord:
    return ShiftRecord(estimate=estimate, interval=(low, high), people=11)


def first(gap: ShiftRecord | None = None, model: ModelRecord | None = None) -> FirstRecord:
    guess = None if gap is None else GuessRecord(guessed=0.35, truth=0.5, gap=gap)
    return FirstRecord(
        picture=SHOWN, guess=guess, model=model, agreement=AgreementRecord(consensus=0.4, same_side=0.45)
    )


def second(one: ShiftRecord | None) -> SecondRecord:
    agreement = AgreementRecord(consensus=0.6, same_side=0.62)
    return SecondRecord(picture=SHOWN, agreement=agreement, shift=EffectRecord(share=one))


@pytest.mark.parametrize(
    ("gap", "dutch", "english"),
    [
        (shift(-0.15, -0.25, -0.05), "Collega’s zijn dus positiever dan gedacht: 15 procentpunt (−25 tot −5).",
         "They think their colleagues are less positive than they are: by 15 percentage points (−25 to −5)."),
        (shift(0.15, 0.05, 0.25), "Collega’s zijn dus minder positief dan gedacht: 15 procentpunt (+5 tot +25).",
         "They think their colleagues are more positive than they are: by 15 percentage points (+5 to +25)."),
        (shift(-0.15, -0.3, 0.002), "Dat verschil kan toeval zijn (−30 tot 0 procentpunt).",
         "The difference may be chance (−30 to 0 points)."),
    ],
)  # fmt: skip
def test_the_guess(gap: ShiftRecord, dutch: str, english: str) -> None:
    (told,) = session_sentences(STUDY, "nl", first(gap))
    assert told == f"De zaal schatte dat 35% positief oordeelt; in werkelijkheid is dat 50%. {dutch}"
    (told,) = session_sentences(STUDY, "en", first(gap))
    assert told == f"The room guessed that 35% judge positively; in fact 50% do. {english}"


def test_the_model() -> None:
    model = ModelRecord(share=0.52, interval=(0.44, 0.6))
    assert session_sentences(STUDY, "nl", first(model=model)) == ["De virtuele collega zei 52% (tussen 44% en 60%)."]
    assert session_sentences(STUDY, "en", first(model=model)) == [
        "The virtual colleague said 52% (between 44% and 60%)."
    ]


@pytest.mark.parametrize(
    ("one", "dutch", "english"),
    [
        (shift(0.2, 0.05, 0.35), "Na het gesprek ligt het aandeel positieve oordelen 20 procentpunt hoger",
         "After the talk 20 percentage points more judge positively"),
        (shift(-0.01, -0.018, -0.006), "Na het gesprek ligt het aandeel positieve oordelen 1 procentpunt lager",
         "After the talk 1 percentage point fewer judge positively"),
        (shift(0.2, -0.05, 0.45), "Of het gesprek de zaal heeft doen opschuiven, is niet zeker: −5 tot +45",
         "Whether the talk moved the room is not certain: −5 to +45"),
    ],
)  # fmt: skip
def test_the_shift_of_a_talk(one: ShiftRecord, dutch: str, english: str) -> None:
    told = session_sentences(STUDY, "nl", first(), second(one))
    assert told[0].startswith(dutch)
    assert told[1] == "Twee mensen uit de zaal staan eerst in 45% van de gevallen aan dezelfde kant, daarna in 62%."
    assert session_sentences(STUDY, "en", first(), second(one))[0].startswith(english)


def test_a_control_is_told_as_one() -> None:
    assert session_sentences(STUDY, "nl", first(), second(shift(0.1, -0.1, 0.3)), control=True)[0].startswith(
        "Hierover is niet gesproken; een verschuiving is niet aangetoond"
    )
    assert session_sentences(STUDY, "en", first(), second(shift(0.2, 0.1, 0.3)), control=True)[0].startswith(
        "Nobody talked about this one; still 20 percentage points more"
    )


def test_the_effect_says_whether_a_control_was_taken_off() -> None:
    net = EffectRecord(share=shift(0.2, 0.05, 0.35), net=True)
    assert effect_sentences(STUDY, "nl", net) == [
        "Door de gesprekken kwamen er 20 procentpunt meer positieve oordelen (+5 tot +35). Wat de controle vanzelf "
        "opschoof, is eraf getrokken."
    ]
    (told,) = effect_sentences(STUDY, "en", EffectRecord(share=shift(0.2, -0.05, 0.35)))
    assert told.startswith("It is not demonstrated that the room moved one way: −5 to +35 points. There was no control")
    assert effect_sentences(STUDY, "nl", None) == []
    assert effect_sentences(STUDY, "nl", EffectRecord()) == []
