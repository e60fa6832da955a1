import pytest

from collega.study import Text, parse_study
from collega.study.text import as_seen
from tests.study.test_broken_studies import GOOD


@pytest.mark.parametrize("end", ["\\n", "\\t", "\\r\\n", "\\u2028", "\\x0b", "\\x85", "\\n\\n"])
def test_names_and_titles_come_into_one_line(end: str) -> None:
    text = GOOD.replace("{nl: Parkeren, en: Parking}", f'{{nl: "Park{end}  eren", en: "Parking{end}"}}')
    text = text.replace("statement: Yes please", f'statement: "Yes{end}please"').replace(
        "text: Where", f'text: "Wh{end}ere"'
    )
    text = text.replace("text: Street", f'text: "Str{end}eet"').replace("text: Maybe", f'text: "May{end}be"')
    study = parse_study(text.replace("text: Young", f'text: "You{end}ng"').replace("text: Age", f'text: "Ag{end}e"'))
    assert (study.title.nl, study.title.en, study.statement.en) == ("Park eren", "Parking", "Yes please")
    assert study.criteria[0].text.en == "Wh ere"
    assert study.criteria[0].levels[0].text.nl == "Str eet"
    assert study.answers[1].text.en == "May be"
    assert (study.characteristics[0].text.en, study.characteristics[0].values[0].text.en) == ("Ag e", "You ng")


def test_a_text_of_one_line_stays_as_it_was_written() -> None:
    study = parse_study(GOOD.replace("text: Where", 'text: "Where  exactly "'))
    assert study.criteria[0].text == Text(nl="Where  exactly ", en="Where  exactly ")


def test_introduction_context_and_help_keep_their_paragraphs() -> None:
    more = 'introduction: "One.\\n\\nTwo."\ncontext: ["A\\nB"]\n'
    study = parse_study(more + GOOD.replace("text: Where", 'text: Where\n    help: "C\\nD"'))
    assert study.introduction.en == "One.\n\nTwo."
    assert study.context[0].en == "A\nB"
    assert study.criteria[0].help.en == "C\nD"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("a\u00a0b", "a b"),
        (" a \t b ", "a b"),
        ("a\u200bb\ufeff", "ab"),
        ("\u200b\u2060\x07", ""),
        ("10\u00b2", "10\u00b2"),
        ("mW", "mW"),
    ],
)
def test_what_is_seen_of_a_text(text: str, seen: str) -> None:
    assert as_seen(text) == seen


def test_the_same_text_in_a_language_that_the_study_has_not_is_no_problem() -> None:
    text = GOOD.replace("languages: [nl, en]", "languages: [en]").replace("text: One", "text: {nl: Zelfde, en: One}")
    assert parse_study(text.replace("text: Two", "text: {nl: Zelfde, en: Two}")).languages == ("en",)
