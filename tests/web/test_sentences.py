"""What the engine says, on a page: in the language of its reader, with everything that stood in it."""

import ast
import importlib
import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from django.utils.translation import override

from collega.colleague import ask, make_case
from collega.errors import DataError, DisclosureError, NotComputedError, Problem, StudyError
from collega.insight.disclosure import require_enough, require_group
from collega.messages import Message, message_from, warnings_from, warnings_json
from collega.model.estimate import estimate
from collega.model.pooled import fit_pooled
from collega.model.pooled_by_threshold import NONE_BROKEN
from collega.panel.limits import Limit, limit_text
from collega.signs import unprintable, warnings_of
from collega.study import parse_study
from collega.study.yaml_faults import yaml_fault
from collega.web.queue import fault
from collega.web.records.models import Job
from collega.web.sentences import error_words, in_one_line, message_words, problems_of
from collega.web.templatetags.collega import why_failed
from tests.model.checks.test_proportional_odds import avoided_middle
from tests.model.test_by_threshold import crossing_panel
from tests.panel.test_broken_answers import CASES, bring_in, files
from tests.study.test_broken_studies import BROKEN, GOOD


def yaml_texts() -> set[str]:
    """What the reader of YAML finds wrong, with something in its places."""
    found = set()
    for module in ("scanner", "parser", "composer"):
        tree = ast.parse(Path(importlib.import_module(f"yaml.{module}").__file__).read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Error") and len(node.args) > 2:
                template = next((x.value for x in ast.walk(node.args[2]) if isinstance(x, ast.Constant)), "")
                found.add(str(template).replace("%r", "'~'").replace("%d", "4"))
    return found - {""}


YAML_SAYS = yaml_texts() | {"unacceptable character #x0007: special characters are not allowed"}
YAML_TOKENS = sorted(repr(kind.id) for kind in yaml.Token.__subclasses__() if len(getattr(kind, "id", "")) > 1)
ENGLISH = {"the", "is not", "not", "with", "and", "for", "this", "that", "has", "expected", "found", "allowed", "here",
           "line", "lines", "at least", "write", "choose", "did", "keep", "add", "than", "from"}  # fmt: skip


def english(text: str) -> set[str]:
    """English words outside quotes."""
    return ENGLISH & set(re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", text.lower())))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_study_is_told_in_dutch(name):
    old, new, _ = BROKEN[name]
    with pytest.raises(StudyError) as caught:
        parse_study(GOOD.replace(old, new, 1))
    for problem in caught.value.problems:
        with override("nl"):
            line, found = in_one_line(problem), message_words(problem.found)
        assert found != problem.found
        assert not english(line), line
        assert "{" not in found.replace("{nl", "")
        for quoted in re.findall(r"'([^']+)'", problem.found):
            assert quoted in found or quoted in YAML_TOKENS or "valid YAML" in problem.found
        with override("en"):
            assert message_words(problem.found) == problem.found


@pytest.mark.parametrize("name", CASES)
def test_broken_answers_are_told_in_dutch(name, tmp_path):
    with pytest.raises(DataError) as caught:
        bring_in(tmp_path, CASES[name])
    for problem in caught.value.problems:
        with override("nl"):
            assert message_words(problem.found) != problem.found
            assert not english(in_one_line(problem)), in_one_line(problem)


@pytest.mark.parametrize("what", sorted(YAML_SAYS))
def test_the_reader_of_yaml_is_told_in_dutch(what):
    with override("nl"):
        told_ = message_words(Message("study-not-yaml", what=yaml_fault(what)))
    assert told_.startswith("dit is geen geldige YAML: ")
    assert not english(told_), told_


@pytest.mark.parametrize("token", YAML_TOKENS)
def test_the_tokens_of_yaml_have_dutch_names(token):
    fault = yaml_fault(f"expected ',' or ']', but got {token}")
    with override("nl"):
        assert token not in message_words(fault)
        assert message_words(fault).endswith(", en hier hoort ‘,’ of ‘]’")


def test_a_kept_warning_is_told_in_dutch_with_its_numbers():
    worst = (
        Message("model-threshold", low="no", high="yes"),
        "purpose=same",
        Message("model-importance-of", criterion="purpose"),
    )
    message = Message("model-chains-disagree", r_hat=1.312, allowed=1.01, size=38.0, needed=400.0, worst=worst)
    never = limit_text(Limit(kind="unused_answers", about=("a", "b")))
    kept = json.loads(json.dumps(warnings_json([message, never])))
    assert kept["warnings"] == [
        "NOT CONVERGED: the chains do not agree yet (R-hat 1.312, allowed 1.01; effective sample size 38, needed 400; "
        "worst: threshold no|yes, purpose=same, importance of purpose). Do not rely on these numbers; fit again with "
        "another seed, or with fewer criteria or more answers",
        "nobody gave the answer a or b: how likely it is does not follow from the answers",
    ]
    with override("nl"):
        assert [message_words(warning) for warning in warnings_from(kept)] == [
            "NIET GOED AFGEROND: de ketens zijn het nog niet eens (R-hat 1,312, ten hoogste 1,01; effectieve steekproef "
            "38, nodig 400; het slechtst: grens no|yes, purpose=same, belang van purpose). Vertrouw niet op deze getallen; "
            "bereken het model opnieuw met een ander startgetal, of met minder criteria of meer antwoorden",
            "niemand gaf het antwoord a of b: hoe groot de kans daarop is, volgt niet uit de antwoorden",
        ]


def test_a_warning_from_before_there_were_codes_is_the_text_it_was():
    old = "nobody gave the answer a or b: how likely it is does not follow from the answers"
    with override("nl"):
        assert [message_words(warning) for warning in warnings_from({"warnings": [old]})] == [old]
        assert message_words(message_from({"code": "model-no-longer-known", "values": {}, "text": old})) == old


def test_messages_inside_a_message_are_told_in_dutch():
    help_ = Message("design-rules-correlate", value=0.7)
    message = Message("design-correlated", one="a", other="b", value=0.71, help=help_)
    assert message == (
        "a and b go together a lot (correlation 0.71): their weights will be hard to tell apart. The rules under 'never' "
        "cause that (over all allowed scenarios the correlation is 0.70): more scenarios or versions do not help, looser "
        "rules do"
    )
    with override("nl"):
        assert message_words(message) == (
            "a en b gaan vaak samen (correlatie 0,71): hun gewichten zijn dan moeilijk uit elkaar te houden. Dat komt door "
            "de regels bij ‘never’ (over alle toegestane scenario’s is de correlatie 0,70): meer scenario’s of versies "
            "helpen niet, minder verboden combinaties wel"
        )


def test_what_people_wrote_is_left_alone():
    with override("nl"):
        assert message_words(Message("common-not-a-level", cell="the file is empty")) == (
            "‘the file is empty’ is geen waarde van dit criterium"
        )
        assert message_words(Message("study-field-missing", name="{ $name }")) == "‘{ $name }’ ontbreekt"
        assert message_words("the file is empty") == "the file is empty"
        assert message_words("") == ""


def test_english_pages_say_what_the_command_line_says():
    problem = Problem(file="x", where="key", found="'a b' is not a key", allowed="a text", hint="Did you mean 'ab'?")
    with override("en"):
        assert in_one_line(problem) == "key: 'a b' is not a key. Allowed: a text. Did you mean 'ab'?"
        assert error_words(NotComputedError("There is no design yet.")) == "There is no design yet."


def test_a_case_that_does_not_exist_is_told_in_dutch():
    study = parse_study(GOOD)
    with pytest.raises(DataError) as caught:
        make_case(study, {"place": "streat", "floor": "2"})
    with override("nl"):
        assert [(each["found"], each["hint"]) for each in problems_of(caught.value)] == [
            ("‘streat’ is geen waarde van dit criterium", "Bedoelt u ‘street’?"),
            ("dit criterium bestaat niet", ""),
        ]


def test_a_failed_job_is_told_in_the_language_of_the_reader():
    problem = Problem(file="design", where="repeat", found=Message("design-too-many-repeats", repeat=9, size=6),
                      allowed=Message("design-repeats-range", size=6))  # fmt: skip
    failed = Job(kind="design", message=str(problem), result={"problems": [problem.as_json()]})
    lost = Job(kind="fit", result={"message": Message("web-stopped-midway", number=3).as_json()})
    broken = Job(kind="fit", result={"message": fault(7).as_json()})
    old = Job(kind="design", result={"problems": [asdict(replace(problem, found=str(problem.found)))]})
    with override("nl"):
        assert (
            why_failed(failed)
            == "repeat: er zijn 9 herhalingen gevraagd, maar een versie heeft 6 scenario’s. Toegestaan: 0 tot en met 6."
        )
        assert why_failed(lost) == "3 keer halverwege gestopt"
        assert why_failed(broken) == (
            "Dit is een fout in Collega, niet in uw onderzoek. De beheerder van de site vindt meer in het logboek, "
            "bij taak 7."
        )
        assert why_failed(old).startswith("repeat: 9 repeats are asked for, but a version has 6 scenarios.")


def test_signs_without_a_font_are_named_in_dutch(monkeypatch, tmp_path):
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    warnings = warnings_of(unprintable({"title": "漢 €", "context[0]": "漢"}))
    with override("nl"):
        assert [message_words(warning) for warning in warnings] == [
            "title, context[0]: het rapport heeft geen lettertype voor 漢 (U+6F22) en toont □ op die plaats",
            "Gebruik andere tekens, of vraag de beheerder van de site om lettertypen die deze tekens hebben "
            "(de Noto-lettertypen)",
        ]


@pytest.mark.parametrize("model", ["pooled", "mixed"])
@pytest.mark.parametrize(
    "answers",
    [
        "p1,A,no\np1,B,yes\np1,C,no\np2,A,maybe\np2,B,yes\np2,C,no\np3,A,yes\np3,B,no\np3,C,no\n",
        "p1,A,no\np1,B,maybe\np2,A,no\np2,B,maybe\np3,A,yes\np3,B,no\n",
        "p1,A,no\np1,B,yes\n",
        "p1,A,no\np1,B,yes\np1,C,no\np2,A,no\np2,B,yes\np2,C,no\n",
        "p1,A,no\np1,B,no\np1,C,no\np2,A,yes\np2,B,yes\np2,C,yes\n",
    ],
)
def test_what_a_model_warns_of_is_told_in_dutch(tmp_path, model, answers):
    people = "participant,age\n" + "".join(f"{who},old\n" for who in sorted(set(re.findall(r"p\d", answers))))
    scenarios = "scenario,place,price\nA,street,1\nB,street,2\nC,garage,1\nD,garage,2\n"
    panel = bring_in(tmp_path, {"a": f"participant,scenario,answer\n{answers}", "s": scenarios, "p": people})
    warnings = estimate(panel, model).warnings
    assert warnings
    for warning in warnings:
        with override("nl"):
            assert message_words(warning) != warning
            assert not english(message_words(warning)), message_words(warning)


def test_what_effects_by_threshold_warn_of_is_told_in_dutch():
    held = fit_pooled(avoided_middle(), by_threshold=("kind",)).warnings
    crossed = fit_pooled(crossing_panel(), by_threshold=("one", "two")).warnings
    assert len(held) == len(crossed) == 2
    for warning in (*held, *crossed, Message(NONE_BROKEN)):
        with override("nl"):
            assert message_words(warning) != warning
            assert not english(message_words(warning)), message_words(warning)


def test_what_is_refused_of_a_small_panel_is_told_in_dutch(tmp_path):
    panel = bring_in(tmp_path, files())
    fit = estimate(panel, "pooled")
    asked = [
        lambda: ask(panel.study, fit, make_case(panel.study, {})),
        lambda: require_enough(2, 5),
        lambda: require_group(panel, "age", "old"),
        lambda: estimate(panel.keep(np.zeros(2, dtype=np.bool_))),
        lambda: ask(parse_study(GOOD), fit, make_case(parse_study(GOOD), {})),
    ]
    for refused in asked:
        with pytest.raises((NotComputedError, DisclosureError)) as caught, override("en"):
            refused()
        with override("nl"):
            assert error_words(caught.value) != str(caught.value)
            assert not english(error_words(caught.value)), error_words(caught.value)
