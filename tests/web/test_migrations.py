"""Migrations that change what is in rows: old rows, before and after."""

from importlib import import_module

import pytest
from django.apps import apps

from collega.study import study_hash
from collega.web.records.models import Study, current_design

pytestmark = pytest.mark.django_db
basis = import_module("collega.web.records.migrations.0013_design_basis")


def test_a_design_that_was_up_to_date_stays_so(study):
    row = current_design(study)
    row.basis = study_hash(study.as_defined)  # as it was kept before
    row.save()
    assert row.out_of_date
    basis.name_the_basis(apps, None)
    assert not current_design(study).out_of_date


def test_a_design_that_was_out_of_date_stays_so(study):
    row = current_design(study)
    row.basis = "of another definition"
    row.save()
    basis.name_the_basis(apps, None)
    assert current_design(study).out_of_date


@pytest.mark.parametrize(("line", "minimum", "retention"), [
    ("minimum_group: 1", 2, "P24M"), ("minimum_group: 3\nretention: P0D", 3, "P7D"),
    ("minimum_group: 5\nretention: P99999Y", 5, "P100Y"), ("minimum_group: 5\nretention: P30M", 5, "P30M"),
])  # fmt: skip
def test_a_definition_from_before_the_bounds_can_be_read(study, line, minimum, retention):
    Study.objects.update(definition=study.definition.replace("minimum_group: 5", line))
    basis.keep_within_bounds(apps, None)
    basis.name_the_basis(apps, None)
    assert not current_design(Study.objects.get()).out_of_date  # a design does not stand on these
    defined = Study.objects.get().as_defined
    assert (defined.minimum_group, defined.retention) == (minimum, retention)
