"""The engine's sentences in Dutch: every one of them, with everything that stood in it."""

import ast
import importlib
import re
from dataclasses import asdict
from itertools import product
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
import yaml
from django.utils.translation import override

import collega
from collega.colleague import ask, make_case
from collega.errors import DataError, DisclosureError, NotComputedError, Problem, StudyError
from collega.insight.disclosure import require_enough, require_group
from collega.model.estimate import estimate
from collega.model.pooled import fit_pooled
from collega.model.pooled_by_threshold import NONE_BROKEN
from collega.sentences import LOCALE, Sentence, forms
from collega.signs import unprintable, warnings_of
from collega.study import parse_study
from collega.web.jobs.queue import fault
from collega.web.records.models import Job
from collega.web.sentences import in_one_line, problems_of, said, told
from collega.web.templatetags.collega import why_failed
from tests.model.checks.test_proportional_odds import avoided_middle
from tests.model.test_by_threshold import crossing_panel
from tests.panel.test_broken_answers import CASES, bring_in, files
from tests.study.test_broken_studies import BROKEN, GOOD

SOURCE = Path(collega.__file__).parent

# module: functions whose texts reach no page of the website (empty: all do)
SPEAKING = {
    "errors": {"__str__", "_cut"},
    "study.explain": set(), "study.load": set(), "study.rules": set(), "study.yaml_source": set(),
    "tables.causes": set(), "tables.encoding": set(), "tables.headings": set(), "tables.json_lines": set(),
    "tables.limits": set(), "tables.parquet": set(), "tables.read": set(), "tables.reading": set(), "tables.rows": set(),
    "tables.separated": set(), "tables.spreadsheet": set(), "tables.statistics": set(), "tables.table": set(),
    "tables.write": set(),
    "mapping.cells": set(), "mapping.columns": set(), "mapping.grammar": set(), "mapping.reading": {""},
    "mapping.sources": set(), "mapping.times": {"", "_hour"}, "mapping.truths": set(), "mapping.values": set(),
    "mapping.wording": set(),
    "panel.arrange": set(), "panel.counts_file": set(), "panel.doubles": set(), "panel.doubts": set(), "panel.importing": set(), "panel.intake": set(), "panel.levels": set(), "panel.limits": set(), "panel.participants": set(),
    "panel.read": set(), "panel.repeats": {"repeats_warning"}, "panel.twice": set(),
    "design.compose": set(), "design.consequences": set(), "design.layout": {"__repr__"}, "design.quality": {"__str__"},
    "design.restarts": set(), "design.verdict": set(),
    "model.blanks": set(), "model.counted": set(), "model.estimate": set(), "model.mixed": set(), "model.penalty": set(),
    "model.personal": set(), "model.persons": set(), "model.pooled": set(), "model.pooled_by_threshold": set(), "model.crossing": set(),
    "model.population": set(), "model.profession": {"no_groups"}, "model.raking": set(),
    "model.stale": set(), "model.held_out": set(), "model.predictions": set(), "model.hierarchical.fit": set(),
    "insight.disclosure": set(), "insight.populations": {"", "_profession", "weights_of"},
    # the site takes a case from drop-downs
    "colleague.evidence": set(), "colleague.virtual": set(), "colleague.group": {"parse_group"},
    "colleague.case": {"parse_case", "case_from_json", "_shown"},
    "colleague.case_table": {"cases_from_table", "_notes", "_warnings"}, "design.imported": set(),
    "report.write": set(), "manifest": set(), "signs.drawing": {"", "_code"},
    # the site writes folders that are new, and takes no fits in
    "folder": {"fit", "create", "renew", "warnings", "write_design", "write_panel", "_refuse_over", "_write",
               "_refuse_over_scenarios", ""},
    "web.bridge": set(), "web.jobs.reporting": set(), "web.jobs.fitting": set(), "web.jobs.designing": set(),
    "web.jobs.mailing": {"send_round", "send_rest", "_said"}, "web.jobs.queue": set(),
}  # fmt: skip
# they refuse what only the command line can ask for
NOT_ON_A_PAGE = {"design.prior", "insight.insights", "panel.export", "panel.targets", "report.register",
                 "study.template", "warm", "web.jobs.tick"}  # fmt: skip
REFUSES = re.compile(r"\b(Problem|StudyError|DataError|NotComputedError|DisclosureError)\(")

# parts that never stand alone, and what they become a part of
PARTS = {
    "{} is not {}": "{cell} is not a time",
    "'{}' is not a scenario of the design": "{cell} is not a scenario of the design",
    "a scenario of the design": "{cell} is not a scenario of the design",
    "an answer of the study": "{cell} is not an answer of the study",
    "a version of the design": "{cell} is not a version of the design",
    "a value of '{}'": "{cell} is not a value of '{characteristic}'",
    "in the table of participants": "{cell} is not in the table of participants",
    "'{}' is not {}": "'{name}' is not known here",
    "known here": "'{name}' is not known here",
    "an answer": "'{key}' is not an answer",
    "a {}": "'{found}' is not a {kind:said}",
    "a column of Collega": "column of Collega",
    "a level of '{}'": "level of '{criterion}'",
    "{} is {}": "a mapping file is {found:said}",
    "a mapping file": "a mapping file is {found:said}",
    "'{}' on line {}": "participant '{participant}' has '{value}' here and '{other}' on line {line}",
    "participant '{}' has '{}' here and {}": "participant '{participant}' has '{value}' here and '{other}' on line {line}",
    "Name it": "Name it under 'columns' or 'ignore' in a mapping file",
    "{} Otherwise name it": "{guess:said} Otherwise name it under 'columns' or 'ignore' in a mapping file",
    "{} under 'columns' or 'ignore' in a mapping file": "Name it under 'columns' or 'ignore' in a mapping file",
    ", ...": "{found:said} ({number} lines: {places})",
    "a level": "'{cell}' is not a level",
    "If it tells the version, write 'version: {}' in a mapping file; otherwise name it":
    "If it tells the version, write 'version: {name}' in a mapping file; otherwise name it under 'columns' or 'ignore' in "
    "a mapping file",
    "true or false": "{found:said} is not true or false",
    "the intercept": "differences in the intercept",
    "NOT CONVERGED": "NOT CONVERGED: the maximum of the likelihood was not reached",
    " and {} more": "{names} and {number} more",
    ", or nothing": "{names}, or nothing",
    "a characteristic of this study": "{cell} is not a characteristic of this study",
    "{} is not a {}": "{cell} is not a count",
    "every {} is 0": "every count is 0",
    "at least one {} above 0": "at least one count above 0",
    "{} stood on line {} too: {}": "this cell stood on line {line} too: {cell}",
    "this cell": "this cell stood on line {line} too: {cell}",
    "this value": "this value stood on line {line} too: {cell}",
    "this participant": "this participant stood on line {line} too: {cell}",
    "{} ({}%)": "Of a part of the profession nobody took part, and it is more than {percent}%: {cells}. Invite people of "
    "that part, or give counts in which it is taken together with others.",
    " and {} more, or nothing": "{names} and {number} more, or nothing",
}  # fmt: skip
# no sentences: how a file is told apart, names in a log, faults of ours
NOT_SAID = {"Job %s (%s) failed.", "end of data", "field limit", "design composed", "panel simulated", "{}: {}", "{} ({})",
            "without scenarios there is a problem to tell", "column {}", "{} (column {})", "JSON Lines",
            '{"participant": "p1", "answer": "yes"}', '[{"participant": "p1", "answer": "yes"}, ...]',
            "never[{}] ({})", "the search", "the bound", "the aliases",
            "the comparison with a design without the prior"}  # fmt: skip


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


def blank(form: str) -> str:
    return "".join(text + ("{}" if name is not None else "") for text, name, *_ in Formatter().parse(form))


def texts_of(node: ast.AST, names: dict) -> list[str]:
    """What an expression can say; a place is ``{}``, and what is chosen there from constants is filled in."""
    match node:
        case ast.JoinedStr(values=values):
            return ["".join(parts) for parts in product(*(texts_of(each, names) for each in values))]
        case ast.FormattedValue(value=value):
            return texts_of(value, names)
        case ast.IfExp(body=body, orelse=orelse):
            return texts_of(body, names) + texts_of(orelse, names)
        case ast.BinOp(op=ast.Mult(), left=ast.Constant(value=str() as value)):
            return ["", value]
    known = node.value if isinstance(node, ast.Constant) else names.get(getattr(node, "id", ""))
    return [known] if isinstance(known, str) else ["{}"]


def source_of(module: str) -> str:
    return (SOURCE / f"{module.replace('.', '/')}.py").read_text()


def spoken(module: str) -> set[str]:
    """Every text with a space in it that a module can say, but for its documentation."""
    found: set[str] = set()
    names = vars(importlib.import_module(f"collega.{module}"))

    def visit(node: ast.AST, function: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            function = node.name if not isinstance(node, ast.ClassDef) else function
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.Constant | ast.JoinedStr):
            if function not in SPEAKING[module]:
                found.update(text for text in texts_of(node, names) if " " in text.strip())
            return
        for child in ast.iter_child_nodes(node):
            visit(child, function)

    visit(ast.parse(source_of(module)), "")
    return found


@pytest.mark.parametrize("module", SPEAKING)
def test_every_sentence_of_the_engine_has_a_translation(module):
    known = {blank(form) for form in forms("nl")} | set(PARTS) | NOT_SAID
    unknown = spoken(module) - known
    assert not unknown


def test_no_module_that_refuses_is_forgotten():
    modules = {path: ".".join(path.relative_to(SOURCE).with_suffix("").parts) for path in SOURCE.rglob("*.py")}
    refusing = {name for path, name in modules.items() if REFUSES.search(path.read_text())}
    translated = {name for name in refusing if name.startswith("web.") and "gettext" in source_of(name)}
    others = {name for name in refusing - set(SPEAKING) - translated if name.split(".")[0] != "cli"}
    assert others == NOT_ON_A_PAGE


def test_every_part_is_part_of_a_sentence():
    assert set(PARTS.values()) <= set(forms("nl"))


def test_no_translation_is_of_a_sentence_that_nobody_says():
    texts = {text for module in SPEAKING for text in spoken(module)} | set(PARTS)
    yaml_says = [*YAML_SAYS, *YAML_TOKENS]
    unsaid = []
    for form in forms("nl"):
        pattern = re.compile(re.escape(blank(form)).replace(re.escape("{}"), ".*"))
        by_yaml = any(pattern.search(text) for text in yaml_says)
        if " " in form.strip() and blank(form) not in texts and form not in PARTS.values() and not by_yaml:
            unsaid.append(form)
    assert not unsaid


@pytest.mark.parametrize("form", forms("nl"))
def test_a_translation_has_the_places_of_its_sentence(form):
    def places(text):
        return sorted(name for _, name, *_ in Formatter().parse(text) if name is not None)

    translation = forms("nl")[form]
    assert len(set(places(form))) == len(places(form))
    assert {name for name in places(form) if not name.endswith("_")} == set(places(translation)) - {
        name for name in places(form) if name.endswith("_")
    }
    assert all(Sentence.of(form, translation).fixed[1:-1]), (
        "two places without anything between them cannot be told apart"
    )
    assert Sentence.of(form, translation).weight


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_study_is_told_in_dutch(name):
    old, new, _ = BROKEN[name]
    with pytest.raises(StudyError) as caught:
        parse_study(GOOD.replace(old, new, 1))
    for problem in caught.value.problems:
        with override("nl"):
            line, found = in_one_line(problem), said(problem.found)
        assert found != problem.found
        assert not english(line), line
        assert "{" not in found.replace("{nl", "")
        for quoted in re.findall(r"'([^']+)'", problem.found):
            assert quoted in found or quoted in YAML_TOKENS or "valid YAML" in problem.found
        with override("en"):
            assert said(problem.found) == problem.found


@pytest.mark.parametrize("name", CASES)
def test_broken_answers_are_told_in_dutch(name, tmp_path):
    with pytest.raises(DataError) as caught:
        bring_in(tmp_path, CASES[name])
    for problem in caught.value.problems:
        with override("nl"):
            assert said(problem.found) != problem.found
            assert not english(in_one_line(problem)), in_one_line(problem)


@pytest.mark.parametrize("what", sorted(YAML_SAYS))
def test_the_reader_of_yaml_is_told_in_dutch(what):
    with override("nl"):
        told_ = said(f"this is not valid YAML: {what}")
    assert told_.startswith("dit is geen geldige YAML: ")
    assert not english(told_), told_


@pytest.mark.parametrize("token", YAML_TOKENS)
def test_the_tokens_of_yaml_have_dutch_names(token):
    with override("nl"):
        assert said(token) != token


def test_a_stored_warning_is_told_in_dutch_with_its_numbers():
    text = (
        "NOT CONVERGED: the chains do not agree yet (R-hat 1.312, allowed 1.01; effective sample size 38, needed 400; "
        "worst: threshold no|yes, purpose=same, importance of purpose). Do not rely on these numbers; fit again with "
        "another seed, or with fewer criteria or more answers"
    )
    with override("nl"):
        assert said(text) == (
            "NIET GOED AFGEROND: de ketens zijn het nog niet eens (R-hat 1,312, ten hoogste 1,01; effectieve steekproef "
            "38, nodig 400; het slechtst: grens no|yes, purpose=same, belang van purpose). Vertrouw niet op deze getallen; "
            "bereken het model opnieuw met een ander startgetal, of met minder criteria of meer antwoorden"
        )
        never = "nobody gave the answer a or b: how likely it is does not follow from the answers"
        assert (
            said(never) == "niemand gaf het antwoord a of b: hoe groot de kans daarop is, volgt niet uit de antwoorden"
        )


def test_sentences_inside_a_sentence_are_told_in_dutch():
    text = (
        "a and b go together a lot (correlation 0.71): their weights will be hard to tell apart. The rules under 'never' "
        "cause that (over all allowed scenarios the correlation is 0.70): more scenarios or versions do not help, looser "
        "rules do"
    )
    with override("nl"):
        assert said(text) == (
            "a en b gaan vaak samen (correlatie 0,71): hun gewichten zijn dan moeilijk uit elkaar te houden. Dat komt door "
            "de regels bij ‘never’ (over alle toegestane scenario’s is de correlatie 0,70): meer scenario’s of versies "
            "helpen niet, minder verboden combinaties wel"
        )


def test_what_people_wrote_is_left_alone():
    with override("nl"):
        assert said("'the file is empty' is not a level") == "‘the file is empty’ is geen waarde van dit criterium"
        assert said("'criterion' is missing") == "‘criterion’ ontbreekt"
        assert said("internal, outside") == "internal, outside"
        assert said("a text that nobody knows") == "a text that nobody knows"
        assert said("") == ""


def test_a_very_long_text_is_read_in_no_time():
    with override("nl"):
        assert said("'" + "' is not a ' is missing" * 20_000).startswith("‘'")
        assert said("expected " * 5_000) == "expected " * 5_000
        nested = "expected " * 12 + "x" + ", but got y, but found z" * 12
        assert said(nested) == nested


def test_english_pages_say_what_the_command_line_says():
    problem = Problem(file="x", where="key", found="'a b' is not a key", allowed="a text", hint="Did you mean 'ab'?")
    with override("en"):
        assert in_one_line(problem) == "key: 'a b' is not a key. Allowed: a text. Did you mean 'ab'?"
        assert told(NotComputedError("There is no design yet.")) == "There is no design yet."


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
    problem = Problem(file="design", where="repeat", found="9 repeats are asked for, but a version has 6 scenarios",
                      allowed="0 to 6")  # fmt: skip
    failed = Job(kind="design", message=str(problem), result={"problems": [asdict(problem)]})
    lost = Job(kind="fit", message="stopped 3 times in the middle")
    broken = Job(kind="fit", message=fault(7))
    with override("nl"):
        assert (
            why_failed(failed)
            == "repeat: er zijn 9 herhalingen gevraagd, maar een versie heeft 6 scenario’s. Toegestaan: 0 tot en met 6."
        )
        assert why_failed(lost) == "3 keer halverwege gestopt"
        assert why_failed(broken) == (
            "Dit is een fout in Collega, niet in uw onderzoek. Wie de site beheert, vindt meer in het logboek, "
            "onder taak 7."
        )


def test_signs_without_a_font_are_named_in_dutch(monkeypatch, tmp_path):
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    warnings = warnings_of(unprintable({"title": "漢 €", "context[0]": "漢"}))
    with override("nl"):
        assert [said(warning) for warning in warnings] == [
            "title, context[0]: het rapport heeft geen lettertype voor 漢 (U+6F22) en toont □ op die plaats",
            "Gebruik andere tekens, of vraag de beheerder van de site om lettertypen die deze tekens hebben "
            "(de Noto-lettertypen)",
        ]


def test_the_compiled_catalogue_is_of_the_one_that_people_edit():
    source = (LOCALE / "nl" / "LC_MESSAGES" / "engine.po").read_text()
    entries = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', source, re.MULTILINE)
    written = [tuple("".join(map(ast.literal_eval, part.splitlines())) for part in entry) for entry in entries]
    assert dict(written[1:]) == forms("nl"), "run msgfmt on engine.po"
    assert len(written) == source.count("msgid ")


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
            assert said(warning) != warning
            assert not english(said(warning)), said(warning)


def test_what_effects_by_threshold_warn_of_is_told_in_dutch():
    held = fit_pooled(avoided_middle(), by_threshold=("kind",)).warnings
    crossed = fit_pooled(crossing_panel(), by_threshold=("one", "two")).warnings
    assert len(held) == len(crossed) == 2
    for warning in (*held, *crossed, NONE_BROKEN):
        with override("nl"):
            assert said(warning) != warning
            assert not english(said(warning)), said(warning)


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
            assert told(caught.value) != str(caught.value)
            assert not english(told(caught.value)), told(caught.value)
