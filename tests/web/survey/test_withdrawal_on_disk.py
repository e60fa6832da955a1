"""Withdrawal: of that person nothing is left in the database's file, in no fit either."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from django.db import connection

from collega.model.estimate import estimate
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.deeds.publication import publish
from collega.web.deeds.retention import empty_the_log
from collega.web.deeds.withdrawal import withdraw
from collega.web.editions.shown import hindrances, shown_fit
from collega.web.jobs import fitting
from collega.web.jobs.fitting import fit_panel
from collega.web.progress.kept import counted
from collega.web.records.models import AnswerSent, Interview, Invitation, Kind, StoredFit, current_design
from collega.web.tokens import hashed
from collega.web.workbench.analyse.fits import _stale
from tests.web.conftest import make_study

WHO, WORDS = "p-5e5e7a11ab1e", "Chief of what is told nowhere else"


@pytest.fixture
def fitted(transactional_db):
    study = make_study(is_open=True)
    row = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=20, seed=1)
    bridge.keep_panel(study, panel, Kind.REAL, design=row)
    mine = study.interviews.first()
    Interview.objects.filter(pk=mine.pk).update(pseudonym=WHO, others={"post": WORDS}, code_hash=hashed("my code"))
    AnswerSent.objects.create(interview=mine, position=1, scenario="s", answer="a", request_key="only-mine-123456")
    panel = bridge.panel_of(study, Kind.REAL)
    fit = estimate(panel, "hierarchical", seed=1)
    for _ in range(2):
        bridge.keep_fit(study, fit, panel, Kind.REAL, groups={"post": {"x": [0, 1, 2, 3, 4]}},
                        insights={"participants": 20, "synthetic": False})  # fmt: skip
    return study, fit


def on_disk():
    """Everything that stands in the database's files."""
    name = Path(connection.settings_dict["NAME"])
    return b"".join(file.read_bytes() for file in sorted(name.parent.glob(name.name + "*")))


def draws_of(fit, who):
    return fit.draws.individual[:, fit.participants.index(who)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about the file of SQLite")
def test_no_bytes_of_the_pseudonym_the_words_or_the_draws_stay(fitted):
    _, fit = fitted
    mine = draws_of(fit, WHO)
    held = on_disk()
    told = [WHO.encode(), WORDS.encode(), b"only-mine-123456", hashed("my code").encode()]
    assert all(each in held for each in told)
    assert sum(draw.tobytes() in held for draw in mine) > 0.9 * len(mine)  # some lie across two pages
    assert withdraw(Interview.objects.get(pseudonym=WHO)) == 2
    left = on_disk()
    assert not any(each in left for each in told)
    assert not any(draw.tobytes() in left for draw in mine)


def test_every_fit_that_held_them_keeps_the_group_alone(fitted):
    study, fit = fitted
    withdraw(Interview.objects.get(pseudonym=WHO))
    for row in study.fits.all():
        assert (row.withdrawn, row.erased, row.members, row.groups) == (True, True, [], {})
        after = bridge.fit_of(row)
        assert after.draws.individual.shape[1] == 0
        assert len(after.participants) == 20
        assert not set(after.participants) & set(fit.participants)
        assert np.array_equal(after.part_worths, fit.part_worths)
        assert _stale(study, row, counted(study))


def test_nobody_is_shown_such_a_fit_and_a_new_one_comes(fitted):
    study, _ = fitted
    row = study.fits.first()
    row.converged = True
    publish(row)
    withdraw(Interview.objects.get(pseudonym=WHO))
    row.refresh_from_db()
    assert shown_fit(study) is None
    assert hindrances(row)
    assert study.jobs.get().kind == "fit"
    made = fit_panel(study, Kind.REAL, lambda _: None)
    assert len(made.members) == 19
    assert hindrances(made)  # one person less than shown before


def test_fits_without_that_person_keep_everything(fitted):
    study, fit = fitted
    other = study.fits.first()
    StoredFit.objects.filter(pk=other.pk).update(members=["p-1", "p-2"])
    withdraw(Interview.objects.get(pseudonym=WHO))
    other.refresh_from_db()
    assert (other.withdrawn, other.erased) == (False, False)
    assert bridge.fit_of(other).draws.individual.shape == fit.draws.individual.shape


def test_a_model_without_draws_loses_its_pseudonyms_too(fitted):
    study, _ = fitted
    panel = bridge.panel_of(study, Kind.REAL)
    row = bridge.keep_fit(study, estimate(panel, "pooled"), panel, Kind.REAL)
    withdraw(Interview.objects.get(pseudonym=WHO))
    row.refresh_from_db()
    assert row.erased
    assert WHO not in str(row.values)


def test_the_log_is_emptied_by_no_transaction(fitted, django_db_blocker):
    from django.db import transaction

    Invitation.objects.all().delete()
    with transaction.atomic():
        empty_the_log()  # impossible here, and no error
    empty_the_log()


def test_who_withdraws_while_a_fit_is_being_stored_is_not_left_in_it(fitted, monkeypatch):
    """The fit has looked whether everybody is still there; then somebody withdraws, in a connection of their own."""
    study, _ = fitted
    study.fits.all().delete()
    keep = fitting._keep
    people = []

    def leave():
        withdraw(Interview.objects.get(pseudonym=WHO))
        connection.close()

    def keep_while_somebody_leaves(*rest):
        people.append(Thread(target=leave))
        people[0].start()
        people[0].join(timeout=1.5)  # waits for this transaction: it holds the study
        return keep(*rest)

    monkeypatch.setattr(fitting, "_keep", keep_while_somebody_leaves)
    made = fit_panel(study, Kind.REAL, lambda _: None)
    people[0].join(timeout=20)
    made.refresh_from_db()
    assert not Interview.objects.filter(pseudonym=WHO).exists()
    assert WHO not in str(made.members) + str(made.values)
    assert (made.withdrawn, made.erased) == (True, True)
