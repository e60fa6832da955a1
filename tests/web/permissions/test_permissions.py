"""Every address of the site, by everybody, by every method: our study's things, another's, and both mixed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.db import connection, transaction

from collega.web.records.models import Publication, Study
from tests.web.permissions.addresses import Address, Undone, addresses, ask, fills, is_in, quick, targets
from tests.web.permissions.rules import RESULTS, RULES, SEES_RESULTS
from tests.web.permissions.table import text_of_the_table
from tests.web.permissions.world import PEOPLE, ROLES, World, make_world

ADDRESSES = addresses()
SELDOM = ("put", "delete", "options")  # methods that no page of ours has
ALIKE = ("stranger", "founder", "anonymous")  # nothing of theirs belongs to our study: another one is the same to them
FOREIGN = ("account_", "mfa_")  # pages of allauth: they take PUT as POST, and tell everybody their methods
DOC = Path(__file__).parents[3] / "docs/reference/permissions.md"


@pytest.fixture
def world(db) -> Iterator[World]:
    made = make_world()
    with quick():
        yield made


@pytest.mark.parametrize("name", sorted({each.name for each in ADDRESSES}))
def test_every_address_has_a_rule(name):
    assert name in RULES, f"Say in tests/web/permissions/rules.py who may see {name}."


def test_every_rule_has_an_address():
    assert not set(RULES) - {each.name for each in ADDRESSES}


def test_the_table_in_the_docs_is_made_of_these_rules():
    assert DOC.read_text() == text_of_the_table(), "Run: python -m tests.web.permissions.table"


def allowed(address: Address, target: str, method: str) -> tuple[str, ...]:
    rule = RULES[address.name]
    if target == "mixed" or (target == "other" and not rule.bearer):
        return ()
    return rule.sends if method == "post" else rule.reads


def test_who_gets_in_everywhere(world):
    """One test: the two studies take longer to make than most of what is asked of them."""
    wrong = [*_wrong_by_methods(world), *_wrong_by_seldom_methods(world), *_changed_by_foreign_forms(world)]
    for state in (Publication.TEAM, Publication.PUBLIC):
        wrong += _wrong_by_publication(world, state)
    assert not wrong, "\n".join(wrong)


def _wrong_by_methods(world: World) -> list[str]:
    wrong = []
    for address in ADDRESSES:
        for target, who, method in product(targets(address), PEOPLE, ("get", "head", "post")):
            if method == "head" and (target != "own" or who not in (*ROLES, "anonymous")):
                continue  # decided as GET is: to ask it some times is enough
            if target == "other" and who in ALIKE:
                continue
            found = ask(world, address, target, who, method)
            if is_in(address, found) != (who in allowed(address, target, method)):
                wrong.append(f"{method} {address.name}, {target}: {who} gets {found}")
    return wrong


def _wrong_by_seldom_methods(world: World) -> list[str]:
    wrong = []
    for address, who, method in product(ADDRESSES, PEOPLE, SELDOM):
        if method != "put" and who not in ("owner", *ALIKE):
            continue  # what has no method of this name refuses every one
        found, rule = ask(world, address, "own", who, method), RULES[address.name]
        foreign = address.name.startswith(FOREIGN) and (method == "options" or who in (*rule.reads, *rule.sends))
        if is_in(address, found) and not foreign:
            wrong.append(f"{method} {address.name}: {who} gets {found}")
    return wrong


def _changed_by_foreign_forms(world: World) -> list[str]:
    """An owner who sends another study's rows with the addresses of their own."""
    wrong, before = [], _rows_of(world)
    assert {row[0] for row in before} >= {"records_role", "records_case", "records_remark", "records_interview"}
    client = world.clients["owner"]
    for address in ADDRESSES:
        mixed, sent = fills(world, address, "mixed"), world.others.sent.get(address.name, {})
        if "key" not in address.names and "pk" not in address.names:
            continue
        if "key" not in address.names:
            mixed = fills(world, address, "own")
        try:
            with transaction.atomic():
                client.post(address.at(mixed), sent)
                if _rows_of(world) != before:
                    wrong.append(f"post {address.name}: an owner changes another study")
                raise Undone
        except Undone:
            pass
    return wrong


def _rows_of(world: World) -> list[tuple[object, ...]]:
    """Return every row of the other study that a form could name."""
    key = world.others.study.pk
    through = {"records_remark": "case", "records_report": "case"}
    tables = ("records_role", "records_storedfit", "records_invitation", "accounts_accountinvitation", "records_interview",
              "records_session", "records_case", "records_plannedmail", "records_madefile", "records_job",
              "records_remark", "records_report")  # fmt: skip
    found: list[tuple[object, ...]] = []
    with connection.cursor() as cursor:
        for table in tables:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            kept = ", ".join(
                f't."{name}"' for name in columns if name not in ("arrays", "values", "insights", "content")
            )
            where = ("JOIN records_case c ON c.id = t.case_id WHERE c.study_id = %s" if table in through
                     else "WHERE t.study_id = %s")  # fmt: skip
            cursor.execute(f"SELECT {kept} FROM {table} t {where} ORDER BY t.id", [key])
            found += [(table, *row) for row in cursor.fetchall()]
    return found


def _wrong_by_publication(world: World, state: str) -> list[str]:
    Study.objects.filter(pk=world.ours.study.pk).update(publication=state)
    pages = [each for each in ADDRESSES if each.name in RESULTS and RESULTS[each.name].reads == SEES_RESULTS]
    wrong = []
    for address, who in product(pages, PEOPLE):
        found = ask(world, address, "own", who, "get")
        members = who in SEES_RESULTS and who != "linked"
        if is_in(address, found) != (state == Publication.PUBLIC or members):
            wrong.append(f"{address.name}, {state}: {who} gets {found}")
    return wrong
