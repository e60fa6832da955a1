"""The catalogues: every code has its words in English and Dutch, and every refusal and warning has a code."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import collega
from collega.messages.catalogue import FOLDER, Names, room
from collega.panel.limits import LimitKind

SOURCE = Path(collega.__file__).parent
ROOMS = sorted(file.stem for file in (FOLDER / "en").glob("*.ftl"))
CODE = re.compile(rf"({'|'.join(ROOMS)})-[a-z][a-z0-9-]*")
ENGINE = [
    path
    for path in SOURCE.rglob("*.py")
    if path.relative_to(SOURCE).parts[0] not in {"web", "cli", "messages", "findings", "figures"}
]
# places that mean nothing on a page: Dutch leaves them out
ENGLISH_ONLY = {"folder", "packages", "setting"}


class Places(Visitor):
    """Gathers the places of a message."""

    def __init__(self):
        self.names = set()

    def visit_VariableReference(self, node):  # noqa: N802  -- the name of Fluent
        self.names.add(node.id.name)


@cache
def entries(language):
    """Return every message of a language by its code: the room it stands in, and its places."""
    found = {}
    for file in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text()).body:
            assert not isinstance(entry, ftl.Junk), (file.name, entry.content)
            if isinstance(entry, ftl.Message):
                places = Places()
                places.visit(entry)
                assert entry.id.name not in found
                found[entry.id.name] = (file.stem, places.names)
    return found


def strings(path):
    """Yield every text of a module but its docstrings, with ``*`` for a place: ``panel-*``."""
    tree = ast.parse(path.read_text())
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)} - {
        id(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation | inside:
            yield node.value


@cache
def used():
    """Return every code that the source names; what it makes of parts as a pattern."""
    paths = [path for path in SOURCE.rglob("*.py") if "messages" not in path.relative_to(SOURCE).parts]
    texts = {text for path in paths for text in strings(path)}
    return {text for text in texts if CODE.fullmatch(text.replace("*", "x"))}


def made():
    """Yield the code of every message that is made outside the engine, where it is written out."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message" and node.args:
                yield getattr(node.args[0], "value", "") if isinstance(node.args[0], ast.Constant) else ""


def test_every_code_has_words_in_both_languages():
    assert entries("en").keys() == entries("nl").keys()
    assert {code for path in ENGINE for code in strings(path) if CODE.fullmatch(code)} <= entries("en").keys()
    assert {code for code in made() if code} <= entries("en").keys()


def test_every_message_has_a_value_for_each_of_its_places():
    """Where the code is written out, and the values are no mapping that is made elsewhere."""
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in {"Message", "partial"}:
                continue
            codes = [part.value for part in node.args if isinstance(part, ast.Constant)]
            names = {each.arg for each in node.keywords}
            if len(codes) == 1 and codes[0] in entries("en") and None not in names:
                later = {"cell", "name"} if node.func.id == "partial" else set()
                places = entries("en")[codes[0]][1] | entries("nl")[codes[0]][1]
                if names - places or places - names - later:
                    wrong.append((path.name, node.lineno, codes[0], names ^ places))
    assert not wrong


def test_every_kind_of_limit_has_words():
    assert {f"panel-{kind.replace('_', '-')}" for kind in LimitKind.__args__} <= entries("en").keys()


def test_no_words_are_of_a_code_that_nobody_uses():
    patterns = [re.compile(re.escape(code).replace(r"\*", "[a-z-]+")) for code in used()]
    limits = {f"panel-{kind.replace('_', '-')}" for kind in LimitKind.__args__}
    unused = [
        code
        for code in entries("en")
        if code not in limits
        and not any(each.fullmatch(code) for each in patterns if each.pattern != "panel\\-[a-z-]+")
    ]
    assert not unused


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_message_stands_in_the_catalogue_of_its_room(language):
    assert {code: where for code, (where, _) in entries(language).items() if code.partition("-")[0] != where} == {}


def test_both_languages_have_the_same_places():
    for code, (_, places) in entries("en").items():
        assert entries("nl")[code][1] - {"nl"} in (places - {"en"}, places - ENGLISH_ONLY), code


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_message_can_be_worded(language):
    for code, (where, places) in entries(language).items():
        bundle = room(language, where)
        text = bundle.get_message(code).value
        for number in (1, 3, 0.25):
            lists = {
                name: Names(["a", "b"], language) for name in places if f"LIST(${name}" in source(language, where, code)
            }
            words, errors = bundle.format_pattern(text, dict.fromkeys(places, number) | lists)
            assert not errors, (code, errors)
            assert words.strip()


@cache
def source(language, where, code):
    text = (FOLDER / language / f"{where}.ftl").read_text()
    return next(part for part in re.split(r"\n(?=\S)", text) if part.startswith(f"{code} ="))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_engine_names_no_options_and_no_commands(language):
    for file in (FOLDER / language).glob("*.ftl"):
        assert not re.findall(r"(?<![\w-])--[a-z].*|\bcollega [a-z]+.*", file.read_text())


# functions and classes whose arguments a person reads
REFUSALS = {"Problem", "BrokenRule", "StudyError", "DataError", "NotComputedError", "DisclosureError", "Meaning"}
SAID = {"found", "allowed", "hint", "cause", "what", "reason", "text", "warning"}


def sentences(node):
    """Yield the literal sentences of an expression, but those that a message has as values."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Message", "partial"}:
        return
    if isinstance(node, ast.JoinedStr | ast.Constant):
        values = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(part.value) for part in values if isinstance(part, ast.Constant))
        if re.search(r"[a-z]{2,} [a-z]{2,}", text):
            yield text
        return
    for child in ast.iter_child_nodes(node):
        yield from sentences(child)


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_of_the_engine_says_a_literal_sentence(path):
    tree = ast.parse(path.read_text())
    said = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in REFUSALS | {
            "tell",
            "_tell",
            "same_cause",
            "wrong_cells",
        }:
            said += [text for part in (*node.args, *(each.value for each in node.keywords)) for text in sentences(part)]
        if (
            isinstance(node, ast.Assign)
            and {getattr(each, "id", "") for target in node.targets for each in ast.walk(target)} & SAID
        ):
            said += sentences(node.value)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "append"
            and "warning" in ast.unparse(node.func.value)
        ):
            said += [text for part in node.args for text in sentences(part)]
    assert not said
