"""Who comes to see results, and which fit they get to see."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from collega.web.access import ANALYST, role_in
from collega.web.editions.shown import shown_fit, team_fit
from collega.web.records.models import Publication, StoredFit, Study

OPENED = "results_opened"  # in the session: studies whose link this visitor has


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visitor of a study's results.

    Attributes
    ----------
    study : Study
    fit : StoredFit or None
        What this visitor sees; None where there is nothing to be seen yet.
    team : bool
        Whether it is an owner or analyst, who see the newest fit, published or not.
    as_public : bool
        Whether it is one who looks at what readers see.
    member : bool
        Whether it is somebody with a role in the study.
    """

    study: Study
    fit: StoredFit | None
    team: bool
    as_public: bool = False
    member: bool = False

    @property
    def synthetic(self) -> bool:
        """Whether everything on the page must be marked as synthetic."""
        return self.study.synthetic or bool(self.fit and self.fit.insights.get("synthetic"))


def visit_to(request: HttpRequest, key: str) -> Visit:
    """Return the visit; 404 for those who may not see this study's results, or where there is no such study."""
    role = role_in(request, key)
    if role is not None:
        team = role.kind in ANALYST
        as_others = request.GET.get("as") == "public"
        kind = request.GET.get("panel")
        fit = team_fit(role.study, kind) if team and not as_others else shown_fit(role.study)
        return Visit(study=role.study, fit=fit, team=team and not as_others, as_public=team and as_others,
                     member=True)  # fmt: skip
    study = Study.objects.filter(key=key).first()
    if study is None or not _may_enter(request, study):
        raise Http404
    return Visit(study=study, fit=shown_fit(study), team=False)


def _may_enter(request: HttpRequest, study: Study) -> bool:
    if study.publication == Publication.PUBLIC:
        return True
    return (
        study.publication == Publication.LINK and request.session.get(OPENED, {}).get(study.key) == study.results_token
    )


def open_by_link(request: HttpRequest, study: Study) -> None:
    """Remember that this visitor has the link; a new link closes the old one."""
    request.session[OPENED] = request.session.get(OPENED, {}) | {study.key: study.results_token}
