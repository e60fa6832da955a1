"""What survives a loss of power rests on settings of the database: every connection of the site has them."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)
SQLITE = connection.vendor == "sqlite"


def ask(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@pytest.mark.skipif(not SQLITE, reason="of SQLite alone")
def test_sqlite_has_written_a_commit_to_the_disk_before_anybody_is_told():
    full = 2
    connection.close()
    assert (ask("PRAGMA synchronous"), ask("PRAGMA journal_mode")) == (full, "wal")


@pytest.mark.skipif(SQLITE, reason="of PostgreSQL alone")
def test_the_site_asks_postgresql_for_nothing_less():
    connection.close()
    assert ask("SHOW synchronous_commit") == "on"
