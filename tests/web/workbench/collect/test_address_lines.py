"""People as lists have them: whatever is between them, in whatever order, with or without names of columns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.web.workbench.collect import address_lists
from collega.web.workbench.collect.address_lines import from_cells, from_text


def found(text):
    return [(row.email, row.name, row.language) for row in from_text(text)]


@pytest.mark.parametrize(("text", "people"), [
    ('Jan de Vries <jan@x.nl>; "Bos, Els" <els@y.nl>', [("jan@x.nl", "Jan de Vries", ""), ("els@y.nl", "Bos, Els", "")]),
    ("Bos, Els <els@y.nl>; Vries, Anna de <a@x.nl>", [("els@y.nl", "Bos, Els", ""), ("a@x.nl", "Vries, Anna de", "")]),
    ("Bos, Els <els@y.nl>, Vries, Anna de <a@x.nl>", [("els@y.nl", "Bos, Els", ""), ("a@x.nl", "Vries, Anna de", "")]),
    ("a@x.nl, b@x.nl,c@y.nl;d@y.nl", [("a@x.nl", "", ""), ("b@x.nl", "", ""), ("c@y.nl", "", ""), ("d@y.nl", "", "")]),
    ("a@x.nl b@x.nl", [("a@x.nl", "", ""), ("b@x.nl", "", "")]),
    ("Aan: Jan <jan@x.nl> Els <els@x.nl>", [("jan@x.nl", "Jan", ""), ("els@x.nl", "Els", "")]),
    ("Anna, a@x.nl, Ben, b@x.nl", [("a@x.nl", "Anna", ""), ("b@x.nl", "Ben", "")]),
    ("a@x.nl, Anna, b@x.nl, Ben", [("a@x.nl", "Anna", ""), ("b@x.nl", "Ben", "")]),
    ("nl\tAnna de Vries\tANNA@X.nl\r\nben@x.nl\ten\tBen", [("anna@x.nl", "Anna de Vries", "nl"), ("ben@x.nl", "Ben", "en")]),
    ("Voornaam\tTussenvoegsel\tAchternaam\tAfdeling\tE-mail\nJan\tde\tVries\tBeleid\tjan@x.nl\nEls\t\tBos\t\tels@x.nl",
     [("jan@x.nl", "Jan de Vries", ""), ("els@x.nl", "Els Bos", "")]),
    ("First Name,Last Name,E-mail 1 - Value\nAnna,Smit,a@x.nl", [("a@x.nl", "Anna Smit", "")]),
    ("Naam;Bereikbaar op\nAnna;a@x.nl", [("a@x.nl", "Anna", "")]),
    ("email\na@x.nl\nb@x.nl", [("a@x.nl", "", ""), ("b@x.nl", "", "")]),
    ("Jan\tde Vries\tjan@x.nl", [("jan@x.nl", "Jan de Vries", "")]),
    ("1;Jan;de;Vries;jan@x.nl;070-1234567", [("jan@x.nl", "Jan de Vries", "")]),
    ("mailto:anna@x.nl?subject=hallo", [("anna@x.nl", "", "")]),
    ("Jan [mailto:jan@x.nl]", [("jan@x.nl", "Jan", "")]),
    ("jan@x.nl (Jan de Vries)", [("jan@x.nl", "Jan de Vries", "")]),
    ("'jan@x.nl' <jan@x.nl>", [("jan@x.nl", "", "")]),
    ("“Bos, Els” <els@y.nl>", [("els@y.nl", "Bos, Els", "")]),
    ('"Jan ""de kleine"" Bos" <j@x.nl>', [("j@x.nl", 'Jan ""de kleine"" Bos', "")]),
    ('"open <a@x.nl>', [("a@x.nl", "open", "")]),
    ("\ufeff\u200bjan@x.nl\xa0", [("jan@x.nl", "", "")]),
    ("J.O'Hara+x@Café.NL", [("j.o'hara+x@café.nl", "", "")]),
    (" \r\n\t\r\n;;\r\n", []),
])  # fmt: skip
def test_lists_of_every_kind(text, people):
    assert found(text) == people


@pytest.mark.parametrize(("text", "reason"), [
    ("geen adres", "er staat geen e-mailadres"), ("?;", "er staat geen e-mailadres"),
    ("Jan de Vries; Utrecht; jan@x.nl", "het is niet duidelijk wat de naam is: 'Jan de Vries', 'Utrecht'"),
    ("email,name\nb@x.nl,Anna Bos, Els", "het is niet duidelijk wat de naam is: 'Anna Bos', 'Els'"),
])  # fmt: skip
def test_what_cannot_be_understood_says_why(text, reason):
    [row] = from_text(text)
    assert row.reason.startswith(reason)
    assert row.found


@pytest.mark.parametrize("text", ["anna @ x.nl", "a@@b.nl", "anna@", "@x.nl", "a@b", "Anna <anna@x>", "jörg@x.nl"])
def test_what_is_no_address_is_never_made_one(text):
    [row] = from_text(text)
    assert address_lists._wrong(row) == "dit is geen e-mailadres"


def test_a_spreadsheet_without_names_of_columns():
    rows = from_cells([(1, ["Anna de Vries", "a@x.nl", "nl"]), (2, ["", "", ""]), (3, ["Bos, Els", "e@x.nl", "en"])])
    assert [(row.line, row.email, row.name, row.language) for row in rows] == [
        (1, "a@x.nl", "Anna de Vries", "nl"), (3, "e@x.nl", "Bos, Els", "en")]  # fmt: skip


LETTERS = st.text(st.sampled_from("abcdéïöñ"), min_size=1, max_size=8).map(str.capitalize)
LOCAL = st.from_regex(r"[a-z][a-z0-9._+-]{0,10}[a-z0-9]", fullmatch=True).filter(lambda text: ".." not in text)
DOMAINS = st.sampled_from(["example.org", "Café.nl", "sub.example.NL", "münchen.de", "xn--caf-dma.nl", "EXAMPLE.com"])
NAMES = st.one_of(st.just(""), st.lists(LETTERS, min_size=1, max_size=3).map(" ".join),
                  st.tuples(LETTERS, LETTERS).map(", ".join))  # fmt: skip
PEOPLE = st.lists(st.tuples(st.builds("{}@{}".format, LOCAL, DOMAINS), NAMES, st.sampled_from(["", "nl", "en"])),
                  min_size=1, max_size=8, unique_by=lambda one: one[0].lower())  # fmt: skip
SEPARATORS = st.sampled_from([";", ",", "\t"])


def quoted(text, separator):
    return f'"{text}"' if separator in text or "," in text else text


def expected(people, *, languages=True):
    return [(email.lower(), name, language if languages else "") for email, name, language in people]


@settings(deadline=None, max_examples=150, derandomize=True)
@given(PEOPLE, SEPARATORS, st.sampled_from(["\n", "\r\n", "\r", "\n\n"]), st.permutations([0, 1, 2]), st.booleans())
def test_columns_in_any_order_with_or_without_names(people, separator, end, order, named):
    rows = [[quoted(one[n], separator) for n in order] for one in people]
    heading = [["E-mailadres", "Naam", "Taal"][n] for n in order]
    lines = [separator.join(cells) for cells in ([heading] if named else []) + rows]
    assert found(end.join(lines)) == expected(people)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(PEOPLE, st.data())
def test_addresses_with_names_between_anything(people, data):
    text = ""
    for email, name, _language in people:
        angle = data.draw(st.sampled_from(['"{1}" <{0}>', "{1} <{0}>", "{1} [mailto:{0}]"]))
        bare = data.draw(st.sampled_from(["{0}", "<{0}>", "mailto:{0}", " {0} "]))
        form = bare if not name else '"{1}" <{0}>' if "," in name else angle
        text += form.format(email, name) + data.draw(st.sampled_from(["; ", ";", "\n", "\r\n", ";\n", "\n\n"]))
    assert found(text) == expected(people, languages=False)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.text(st.sampled_from("ab@.;,\t\n\r \"'<>()[]:?{}é\xa0\u200bÑ中=")))
def test_nothing_that_can_be_typed_breaks_it_or_goes_missing(text):
    rows = from_text(text)
    assert all(row.email or row.reason for row in rows)
    assert bool(rows) == bool(text.strip(' \t\n\r;,"\u200b\xa0'))


@settings(deadline=None, max_examples=100, derandomize=True)
@given(PEOPLE)
def test_what_comes_back_is_read_the_same_again(people):
    lines = ["; ".join(filter(None, one)) for one in people if "," not in one[1]]
    once = from_text("\n".join(lines))
    again = from_text("\n".join(row.found for row in once))
    assert [(row.email, row.name, row.language) for row in again] == [
        (row.email, row.name, row.language) for row in once
    ]
