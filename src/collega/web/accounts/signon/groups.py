"""Which group at the organisation gives which role and organisation here: read from a file that an operator keeps."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, TypeAdapter

from collega.web.records.models import OrganisationType, Role

_MOST_FIRST = tuple(Role.Kind)


class GroupRule(BaseModel):
    """What members of one group get: the right to start studies, roles by key of a study, an organisation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    founder: bool = False
    studies: dict[str, Role.Kind] = {}
    organisation: str = ""
    type: OrganisationType = OrganisationType.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody's groups give together; ``organisation`` is (name, type), or None."""

    known: bool = False
    founder: bool = False
    studies: dict[str, Role.Kind] = field(default_factory=dict)
    organisation: tuple[str, str] | None = None


_RULES = TypeAdapter(dict[str, GroupRule])


def rules() -> dict[str, GroupRule]:
    """Return the rule of each group; none where no file is set.

    Raises
    ------
    ImproperlyConfigured
        Where the file cannot be read, or holds something else: nothing at all too, for a file that was cut short gives
        nobody less. A file without rules says ``{}``.
    """
    if not settings.OIDC_GROUPS:
        return {}
    file = Path(settings.OIDC_GROUPS)
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, yaml.YAMLError, ValueError) as error:  # of pydantic and of unreadable letters: a ValueError
        raise ImproperlyConfigured(f"COLLEGA_OIDC_GROUPS: {error}") from error


def groups_in(claims: dict[str, Any]) -> list[str]:
    """Return the groups that a token or the provider's answer names; dots in the claim's name lead further in."""
    node: Any = claims
    for step in str(settings.OIDC_GROUPS_CLAIM).split("."):
        node = node.get(step) if isinstance(node, dict) else None
    if isinstance(node, str):
        return [node]
    return [str(group) for group in node] if isinstance(node, list) else []


def given_to(groups: Iterable[str]) -> Given:
    """Return what the members of these groups get: of two roles in a study the greater one."""
    mine = [rule for group, rule in rules().items() if group in set(groups)]
    studies: dict[str, Role.Kind] = {}
    for key, kind in (pair for rule in mine for pair in rule.studies.items()):
        studies[key] = min(kind, studies.get(key, kind), key=_MOST_FIRST.index)
    organisation = next(((rule.organisation, str(rule.type)) for rule in mine if rule.organisation), None)
    founder = any(rule.founder for rule in mine)
    return Given(known=bool(mine), founder=founder, studies=studies, organisation=organisation)


def given_by(claims: dict[str, Any]) -> Given | None:
    """Return what somebody's claims give them; None, and a line in the log, while the file cannot be read."""
    try:
        return given_to(groups_in(claims))
    except ImproperlyConfigured:
        logging.getLogger(__name__).exception("Everybody keeps what their groups gave until the file is mended.")
        return None


@lru_cache(maxsize=2)
def _read(file: Path, _changed: int) -> dict[str, GroupRule]:
    return _RULES.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
