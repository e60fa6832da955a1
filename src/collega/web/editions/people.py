"""Who is in everything that a fit shows, and the names by which states are compared."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from collega.web.records.models import StoredFit, Study

People = frozenset[str]
Block = tuple[str, str]  # (characteristic, value); ("", "") is everybody, (characteristic, "") what is left


def blocks_of(fit: StoredFit) -> dict[Block, People]:
    """Return the members of everybody, of each shown group, and of what the shown groups leave."""
    everybody = frozenset(fit.members)
    blocks: dict[Block, People] = {("", ""): everybody}
    for characteristic, values in fit.groups.items():
        remaining = everybody
        for value, rows in values.items():
            members = frozenset(fit.members[row] for row in rows)
            blocks[characteristic, value] = members
            remaining -= members
        if remaining and values:
            blocks[characteristic, ""] = remaining
    return blocks


def kept_blocks(fit: StoredFit) -> dict[str, list[str]]:
    """Return the same as hashes, by ``characteristic=value``."""
    return {
        "=".join(block): sorted(token(fit.study, block[0], person) for person in people)
        for block, people in blocks_of(fit).items()
    }


def token(study: Study, characteristic: str, pseudonym: str) -> str:
    """A name of a participant for comparing states; it takes the site's secret to make it from a pseudonym."""
    return salted_hmac("collega.shown", f"{study.pk}|{characteristic}|{pseudonym}", algorithm="sha256").hexdigest()[:32]


def site_key() -> str:
    """What tells one secret of the site from another: states kept under another one cannot be compared."""
    return salted_hmac("collega.shown.key", "", algorithm="sha256").hexdigest()[:16]
