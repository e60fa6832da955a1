"""The catalogues of the pages: compiled as they stand, nothing uncertain in them, and no places that grow stale."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import collega

SOURCE = Path(collega.__file__).parent / "web"
FILES = sorted(SOURCE.rglob("locale/nl/LC_MESSAGES/django.po"))


def test_every_slice_that_speaks_has_one() -> None:
    assert len(FILES) >= 6


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).parts[0])
def test_the_compiled_catalogue_says_what_the_text_says(file: Path) -> None:
    with file.open("rb") as source, file.with_suffix(".mo").open("rb") as compiled:
        told, known = read_po(source), gettext.GNUTranslations(compiled)._catalog
    for message in told:
        if not message.id:
            continue
        ids, strings = (message.id, message.string) if message.pluralizable else ((message.id,), (message.string,))
        for number, string in enumerate(strings):
            key = (ids[0], number) if message.pluralizable else ids[0]
            assert known[key] == string, f"{ids[0]}: run msgfmt -o django.mo django.po"
    assert len([key for key in known if key]) == sum(len(m.string) if m.pluralizable else 1 for m in told if m.id)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).parts[0])
def test_nothing_is_uncertain_and_no_place_is_named(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if line.startswith(("#: ", "#~")) or (line.startswith("#,") and "fuzzy" in line)
    ] == []
