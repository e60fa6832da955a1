"""Who trains: somebody with a role, somebody who came by the open link, or a learner whom this device knows.

The device of a learner without an account keeps one signed cookie with the name of their row, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from collega.study import Language
from collega.web.access import PROFESSIONAL, role_in
from collega.web.deeds.training import KEPT
from collega.web.records.languages import engine_language
from collega.web.records.models import Learner, Round, StoredFit, Study, Training
from collega.web.trainers import hindrance, taught_fit

OPENED = "training_opened"  # in the session: studies whose training this visitor has the link to
_SALT = "collega.training.learner"
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visitor of a training.

    Attributes
    ----------
    study : Study
    training : Training
    fit : StoredFit or None
        What is taught; None where there is nothing.
    learner : Learner or None
    invited : bool
        Whether a new learner may begin: by a role, or by the open link.
    hindrance : str
        Why nobody can train now: ``closed``, ``no_fit``, ``group_hidden``, ``not_invited``; empty where they can.
    """

    study: Study
    training: Training
    fit: StoredFit | None
    learner: Learner | None
    invited: bool
    hindrance: str

    @property
    def last_round(self) -> Round | None:
        """The round that is going on, or the last one."""
        return None if self.learner is None else self.learner.rounds.order_by("-number").first()


def visit_to(request: HttpRequest, key: str) -> Visit:
    """Return the visit; 404 for strangers, and where there is no such training."""
    training = Training.objects.select_related("study").filter(study__key=key).first()
    if training is None:
        raise Http404
    role = role_in(request, key)
    invited = (role is not None and role.kind in PROFESSIONAL) or _has_link(request, training)
    learner = _learner(request, training)
    if not invited and learner is None:
        raise Http404
    fit = taught_fit(training.study)
    stopped = "closed" if not training.is_open else hindrance(training, fit)
    if not stopped and not invited and learner is not None and learner.user_id is not None:
        stopped = "not_invited"
    return Visit(study=training.study, training=training, fit=fit, learner=learner, invited=invited, hindrance=stopped)


def _has_link(request: HttpRequest, training: Training) -> bool:
    opened = request.session.get(OPENED, {}).get(training.study.key)
    return bool(training.link_token) and opened == training.link_token


def open_by_link(request: HttpRequest, training: Training) -> None:
    """Remember that this visitor has the link; a new link closes the old one to newcomers."""
    request.session[OPENED] = request.session.get(OPENED, {}) | {training.study.key: training.link_token}


def _learner(request: HttpRequest, training: Training) -> Learner | None:
    """Return the learner with this account, or, for who is not signed in, the one whom this device knows."""
    rows = Learner.objects.select_related("training__study").filter(training=training)
    if request.user.is_authenticated:
        return rows.filter(user=request.user).first()
    try:
        nonce = signing.loads(request.COOKIES.get(cookie_of(training), ""), salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return rows.filter(user=None, nonce=nonce).first() if isinstance(nonce, str) else None


def cookie_of(training: Training) -> str:
    """Return the name of the cookie of a training on a device."""
    return f"{settings.TRAINING_COOKIE}-{training.pk}"


def carry(response: HttpResponse, learner: Learner) -> HttpResponse:
    """Let this device know a learner without an account."""
    if learner.user_id is None:
        response.set_cookie(
            cookie_of(learner.training),
            signing.dumps(learner.nonce, salt=_SALT),
            max_age=int(KEPT.total_seconds()),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def forget(response: HttpResponse, training: Training) -> HttpResponse:
    """Leave nothing of a learner on this device."""
    response.delete_cookie(cookie_of(training), samesite="Lax")
    return response


def page(*, learner: bool = True, training: bool = True) -> Callable[[View], View]:
    """Give a view the visit instead of the study's key.

    Parameters
    ----------
    learner : bool
        Whether only a learner may see it; others go to the first page.
    training : bool
        Whether it needs that people can train now; otherwise a page says why they cannot.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, key: str, **named: Any) -> HttpResponse:
            visit = visit_to(request, key)
            if learner and visit.learner is None:
                return redirect("training:welcome", key=key)
            if training and visit.hindrance:
                return stopped(request, visit)
            return view(request, visit, **named)

        return wrapped

    return decorate


def stopped(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say that nobody can train now, and why; 409 for what was sent all the same."""
    status = 409 if request.method == "POST" else 200
    return render(request, "training/stopped.html", context_of(visit), status=status)


def context_of(visit: Visit, **more: Any) -> dict[str, Any]:
    """Return what every page of this slice knows."""
    return {
        "visit": visit,
        "study": visit.study,
        "definition": visit.study.as_shown,
        "training": visit.training,
        "learner": visit.learner,
        "synthetic": visit.study.synthetic or bool(visit.fit and visit.fit.insights.get("synthetic")),
        "whom": group_name(visit.study, visit.training.reference),
        **more,
    }


def group_name(study: Study, group: tuple[str, str] | None) -> str:
    """Return what readers see of a group: its value and characteristic; empty for all participants."""
    if group is None:
        return ""
    item = next(
        (characteristic for characteristic in study.as_shown.characteristics if characteristic.key == group[0]), None
    )
    language = language_now()
    return "" if item is None else f"{item.name(language)}: {item.value_name(group[1], language)}"


def language_now() -> Language:
    """Return the language of the page."""
    return engine_language(get_language())


def known_as(visit: Visit, learner: Learner) -> Visit:
    """Return the visit of somebody who has just begun."""
    return replace(visit, learner=learner)
