"""What looks like personal data is found, what does not is left alone, and long texts take no longer than they must."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.practice import name_patterns, personal_data, place_patterns
from collega.practice.personal_data import Match, find_personal_data
from collega.study import parse_study, template_cases, template_text
from collega.study.template import TEMPLATES

PATTERNS = [
    value
    for module in (personal_data, name_patterns, place_patterns)
    for value in vars(module).values()
    if isinstance(value, re.Pattern)
]


def found(text: str) -> list[tuple[str, str]]:
    matches = find_personal_data(text)
    assert all(text[each.start : each.end] == each.text for each in matches)
    return [(each.kind, each.text) for each in matches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail naar j.de.vries+zaak@zorg-instelling.example.nl.", [("mail", "j.de.vries+zaak@zorg-instelling.example.nl")]),
        ("Bel 06-12345678 of (0318) 12 34 56.", [("telephone", "06-12345678"), ("telephone", "(0318) 12 34 56")]),
        ("Bereikbaar op +32 470 12 34 56 en 0031 6 12345678", [
            ("telephone", "+32 470 12 34 56"), ("telephone", "0031 6 12345678")]),
        ("BSN 123456782 en 1112.22.333 en 111 222 333", [
            ("bsn", "123456782"), ("bsn", "1112.22.333"), ("bsn", "111 222 333")]),
        ("Rekening NL91 ABNA 0417 1643 00 en de rest", [("iban", "NL91 ABNA 0417 1643 00")]),
        ("op BE71096123456769, nl91abna0417164300.", [("iban", "BE71096123456769"), ("iban", "nl91abna0417164300")]),
        ("Hij woont aan de Dorpsstraat 12b in Ede.", [("address", "de Dorpsstraat 12b")]),
        ("Dr. Kuyperstraat 5, 2514 BA Den Haag", [("address", "Dr. Kuyperstraat 5"), ("address", "2514 BA")]),
        ("Laan van Meerdervoort 70 en Burgemeester de Vlugtlaan 125-2 hoog", [
            ("address", "Laan van Meerdervoort 70"), ("address", "Burgemeester de Vlugtlaan 125")]),
        ("She lives at 12 Old Mill Lane.", [("address", "12 Old Mill Lane")]),
        ("geboren op 12-03-1984 te Zwolle", [("birth", "12-03-1984")]),
        ("Geboortedatum: 3 mei 1990. De man (geb. 1965)", [("birth", "3 mei 1990"), ("birth", "1965")]),
        ("born on May 3rd, 1990 and 01/02/1970 (geboren)", [("birth", "May 3rd, 1990"), ("birth", "01/02/1970")]),
        ("De auto met kenteken GH-123-K en 12-ABC-3? Nee, 12-BDF-3 en AB-12-34.", [
            ("plate", "GH-123-K"), ("plate", "12-BDF-3"), ("plate", "AB-12-34")]),
        ("Volgens de heer J.P. van der Berg-Jansen is mevrouw De Wit ziek.", [
            ("name", "de heer J.P. van der Berg-Jansen"), ("name", "mevrouw De Wit")]),
        ("dhr. Yılmaz, mw. Öztürk, mr. drs. A. el Amrani, prof. dr. 't Hooft", [
            ("name", "dhr. Yılmaz"), ("name", "mw. Öztürk"), ("name", "mr. drs. A. el Amrani"),
            ("name", "prof. dr. 't Hooft")]),
        ("Mr Smith, Mrs. O'Brien and Ms Jones; Dr Watson", [
            ("name", "Mr Smith"), ("name", "Mrs. O'Brien"), ("name", "Ms Jones"), ("name", "Dr Watson")]),
        ("de heer en mevrouw Jansen", [("name", "de heer en mevrouw Jansen")]),
        ("de heer\u00a0Jansen, 06\u201112345678", [("name", "de heer\u00a0Jansen"), ("telephone", "06\u201112345678")]),
    ],
)  # fmt: skip
def test_what_looks_like_personal_data_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Artikel 6:162 BW en artikel 1401 BW (oud), art. 9 lid 2 AVG, en Verordening (EU) 2016/679.",
        "Zaaknummer 2023/123456, kenmerk Z-24-0012345, dossier 23.456-B.",
        "ECLI:NL:HR:2021:1234 en ECLI:NL:RBDHA:2019:12345",
        "Een bedrag van € 123.456.782, ofwel 123456782 euro, over 2019-2023.",
        "De boete was 1.234.567,89 euro; de rente 4,125 procent.",
        "Op 12-03-2024 om 14.30 uur vergaderde de raad, en op 2024-05-01 opnieuw.",
        "Van 2019 tot en met 2023 kwamen 1250 personen; 10-15-20 procent viel af.",
        "De heer X. en mevrouw A. zijn echtgenoten; de heer J. was afwezig, mevrouw AB niet.",
        "De heer en mevrouw zijn het oneens. Mevrouw zegt dat het klopt.",
        "Mevrouw de Voorzitter, dit zei ook mr. Het hof volgt dat niet.",
        "De vergadering. De commissie meldde 12 ms vertraging. Het dossier. Het is gesloten.",
        "Het Gerechtshof 12 weken later; de snelweg 3 km verder; onderweg 2 uur.",
        "Plan Stationsplein 2030 en de Nota Hoofdweg 2025.",
        "Bel 112 of 14 020, of 0800-1234 (gratis).",
        "In 2016 EU-recht, 5000 KM gereden, 1024 MB opgeslagen, besluit 2019 BV.",
        "Kind van 7 jaar, pasgeboren, geboren in een ziekenhuis.",
        "ISO 27001, NEN 7510, BIO 1.04, ISBN 978-3-16-148410-0, versie 2.10.3",
        "Gegevens over 45.000 inwoners in tabel 3-12-4 en bijlage B-12.",
        "Bewaartermijn: 24 maanden (P24M). Score 8,5 van de 10; p = 0,0001234567.",
        "The applicant, aged 34, asked on 3 May 2024 for access under Article 15 GDPR.",
        "Mr Speaker, the court held in case C-311/18 that 100,000,000 records ...",
        "A decision of 1 January 2020, 2020/12/31 and 31.12.2020 at 10:30.",
        "Hulp van 30 tot 40 uur per week, 3 x 4 x 5 keer, kamer 12-B-34.",
        "De gemeente deelt gegevens met de politie: 3 van de 4 criteria zijn vervuld.",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_texts_of_the_templates_are_left_alone(template: str) -> None:
    study = parse_study(template_text(template))
    texts = [part for language in study.languages for part in study_texts(study, language)]
    assert len(texts) > 5 or template == "blank"
    assert [match for text in texts for match in find_personal_data(text)] == []
    assert [match for case in template_cases(template) for match in find_personal_data(str(case))] == []


def study_texts(study, language):
    yield from (study.title.say(language), study.introduction.say(language), study.statement.say(language))
    yield from (each.say(language) for each in study.context)
    for item in (*study.criteria, *study.characteristics):
        yield item.text.say(language)
        yield from (value.text.say(language) for value in getattr(item, "levels", ()) or item.values)


@pytest.mark.parametrize("number", ["123456783", "000000000", "1234.56.783", "123 456 783"])
def test_a_number_that_fails_the_eleven_test_is_none(number: str) -> None:
    assert found(f"nummer {number}.") == []


def test_an_iban_with_a_wrong_digit_is_none() -> None:
    assert found("NL92 ABNA 0417 1643 00") == []


PIECES = st.sampled_from(
    ["06-", "a.", "@", "NL91", "ABNA", "0417", "de heer ", "van ", "A.", "Jan", "straat", " ", "12", "-", "geboren ",
     "mr. ", "1", "€", "\n", "Laan van ", "+31 ", "(", "AB-12-", "dr. ", "é", "123456782"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None)
def test_matches_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for match in find_personal_data(text):
        assert isinstance(match, Match)
        assert end <= match.start < match.end <= len(text)
        assert match.text == text[match.start : match.end]
        end = match.end


@given(st.lists(PIECES, min_size=1, max_size=4).map("".join))
@settings(max_examples=25, deadline=None)
def test_long_texts_are_read_to_their_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + "\njan@example.nl"
    last = find_personal_data(text)[-1]
    assert last.end == len(text)
    assert last.kind == "mail"


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:30])
def test_no_pattern_looks_back_without_an_end(pattern: re.Pattern[str]) -> None:
    """Every repeat has a largest number, so that the work at any place of the text has a largest amount."""
    tree = re._parser.parse(pattern.pattern, pattern.flags)
    most = list(repeats(tree))
    assert max(most) < 100
    assert tree.getwidth()[1] < 700


def repeats(tree) -> Iterator[int]:
    """Yield the largest number of each repeat in a pattern."""
    if isinstance(tree, re._parser.SubPattern | list | tuple):
        for part in tree:
            if isinstance(part, tuple) and part and str(part[0]) in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
                yield part[1][1]
                yield from repeats(part[1][2])
            else:
                yield from repeats(part)


def test_nothing_is_sent_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(Path, "write_text", refuse)
    assert found("jan@example.nl, 06-12345678, NL91ABNA0417164300, 123456782")
