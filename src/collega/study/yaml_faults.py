"""What the reader of YAML finds wrong, as messages: it tells in English what it was at, and what it came upon."""

from __future__ import annotations

import re

from collega.errors import quoted
from collega.messages import Message

_WHOLE = {
    "could not find expected ':'": "yaml-no-colon",
    "sequence entries are not allowed here": "yaml-no-item-here",
    "mapping keys are not allowed here": "yaml-no-key-here",
    "mapping values are not allowed here": "yaml-no-colon-here",
    "found unexpected end of stream": "yaml-unexpected-end",
    "found unexpected document separator": "yaml-unexpected-separator",
    "found duplicate YAML directive": "yaml-two-directives",
    "found incompatible YAML document (version 1.* is required)": "yaml-other-version",
    "but found another document": "yaml-second-document",
    "second occurrence": "yaml-anchor-twice",
}
_PARTS = {
    "alphabetic or numeric character": "yaml-letter-or-digit",
    "a digit": "yaml-digit",
    "a digit or '.'": "yaml-digit-or-point",
    "a digit or ' '": "yaml-digit-or-space",
    "' '": "yaml-space",
    "a comment or a line break": "yaml-comment-or-line-break",
    "indentation indicator in the range 1-9": "yaml-indentation",
    "chomping or indentation indicators": "yaml-chomping",
    "URI": "yaml-uri",
    "URI escape sequence of 2 hexadecimal numbers": "yaml-uri-escape",
    "',' or ']'": "yaml-comma-or-bracket",
    "',' or '}'": "yaml-comma-or-brace",
    "the node content": "yaml-content",
    "<block end>": "yaml-end-of-block-expected",
    "'<document start>'": "yaml-document-start",
    "'<document end>'": "yaml-document-end",
    "'<stream start>'": "yaml-stream-start",
    "'<stream end>'": "yaml-stream-end",
    "'<block sequence start>'": "yaml-block-list",
    "'<block mapping start>'": "yaml-block-group",
    "'<block end>'": "yaml-block-end",
    "'<directive>'": "yaml-directive",
    "'<alias>'": "yaml-alias",
    "'<anchor>'": "yaml-anchor",
    "'<tag>'": "yaml-tag",
    "'<scalar>'": "yaml-scalar",
}
_FORMS = (
    ("yaml-no-token", re.compile(r"found character (?P<character>.+) that cannot start any token")),
    ("yaml-expected-but-found", re.compile(r"expected (?P<what>.+?), but found (?P<found>.+)")),
    ("yaml-expected-but-got", re.compile(r"expected (?P<what>.+?), but got (?P<found>.+)")),
    ("yaml-unknown-escape", re.compile(r"found unknown escape character (?P<character>.+)")),
    ("yaml-handle-twice", re.compile(r"duplicate tag handle (?P<handle>.+)")),
    ("yaml-handle-undefined", re.compile(r"found undefined tag handle (?P<handle>.+)")),
    ("yaml-alias-undefined", re.compile(r"found undefined alias (?P<alias>.+)")),
    ("yaml-special-character", re.compile(r"unacceptable character (?P<character>.+): special characters .*")),
)
_ESCAPE = re.compile(r"escape sequence of (\d+) hexadecimal numbers")


def yaml_fault(text: str) -> str:
    """Return what the reader says as a message; as it is where another version of it says something new."""
    if text in _WHOLE:
        return Message(_WHOLE[text])
    for code, form in _FORMS:
        match = form.fullmatch(text)
        if match:
            return Message(code, **{name: _part(value) for name, value in match.groupdict().items()})
    return text


def _part(text: str) -> str:
    """Return what was expected or found: a kind of token, or a sign of the file in quotation marks."""
    if text in _PARTS:
        return Message(_PARTS[text])
    escape = _ESCAPE.fullmatch(text)
    if escape:
        return Message("yaml-escape", number=int(escape[1]))
    return quoted(text[1:-1]) if len(text) > 2 and text[0] == text[-1] == "'" else text
