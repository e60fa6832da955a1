"""The virtual colleague behind its page: prepared once per fit, and an answer kept per case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collega.colleague import Advice, Case, Evidence, GroupShare, VirtualColleague, make_case
from collega.insight import insights_of
from collega.insight.stored import corrected
from collega.model.multiple import SIGNIFICANT
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.memory import remembered
from collega.web.profession import counts_key, counts_of, refused
from collega.web.records.models import StoredFit, current_design

Levels = tuple[tuple[str, str], ...]


OWN, ASKED, BESIDE = "own", "ask", "beside"
PARAMETERS = frozenset({OWN, ASKED, BESIDE, "as", "panel", "lang", "csrfmiddlewaretoken"})  # of addresses and forms


def field_name(criterion: str) -> str:
    """Return a criterion's name in addresses and forms: its key, unless that is a name of ours; no key has a dot."""
    return f"case.{criterion}" if criterion in PARAMETERS else criterion


def beside_name(criterion: str) -> str:
    """Return a criterion's name in addresses where it is of the second case."""
    return f"{BESIDE}.{criterion}"


def case_of(definition: Definition, data: Mapping[str, Any]) -> Case:
    """Read a case from a form or an address; DataError for what the study does not have."""
    return make_case(
        definition, {key: data[field_name(key)] for key in definition.criterion_keys if field_name(key) in data}
    )


def case_beside(definition: Definition, data: Mapping[str, Any]) -> Case | None:
    """Read the case to be put beside it; None where the address has none."""
    levels = {key: data[beside_name(key)] for key in definition.criterion_keys if beside_name(key) in data}
    return make_case(definition, levels) if levels or BESIDE in data else None


def words_of(case: Case, beside: Case | None = None) -> dict[str, str]:
    """Return a case, and one to put beside it, as an address has them."""
    words = {field_name(key): level for key, level in case.levels} or {ASKED: "all"}
    if beside is not None:
        words |= {beside_name(key): level for key, level in beside.levels} or {BESIDE: "all"}
    return words


def advice(fit: StoredFit, case: Case) -> tuple[Advice, tuple[GroupShare, ...]]:
    """Return the advice of everybody, and the shares of the groups that may be shown."""
    return _advice(fit.pk, fit.erased, case.levels, counts_key(fit.study))


@remembered(2000)
def _advice(pk: int, erased: bool, levels: Levels, counts: str) -> tuple[Advice, tuple[GroupShare, ...]]:
    colleague = virtual_colleague(pk, erased, counts)
    return colleague.advise_with_groups(make_case(colleague.study, dict(levels)))


@remembered(8)
def virtual_colleague(pk: int, erased: bool, counts: str = "") -> VirtualColleague:  # noqa: ARG001  -- an erased fit is another fit
    """Return the virtual colleague of a fit; ``counts`` tells which ones of the profession are meant."""
    row = StoredFit.objects.select_related("study").get(pk=pk)
    design = row.design or current_design(row.study)
    if design is None:
        raise StoredFit.DoesNotExist
    definition, fit = row.study.as_defined, bridge.fit_of(row)
    groups = {(key, value): rows for key, values in row.groups.items() for value, rows in values.items()}
    sizes = {
        (key, value): group["n"]
        for key, values in row.insights["answers_by_group"].items()
        for value, group in values.items()
        if not group["suppressed"]
    }
    answers = insights_of(definition, row.insights).answers_by_scenario
    weights = map(corrected, row.insights["importance"] or [])
    doubtful = frozenset(
        weight["criterion"] for weight in weights if (weight["p_value_corrected"] or 0.0) >= SIGNIFICANT
    )
    evidence = Evidence.stored(
        fit, bridge.design_of(design), answers, groups, sizes, refused=refused(row), doubtful=doubtful
    )
    return VirtualColleague.with_evidence(definition, fit, evidence, counts=counts_of(row.study))
