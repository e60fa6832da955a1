"""All addresses."""

from django.urls import include, path

from collega.web import pages
from collega.web.accounts import reading
from collega.web.operations.health import metrics
from collega.web.unsent import unsent

urlpatterns = [
    path("take/", include("collega.web.survey.urls")),  # first what most requests ask for
    path("", include("collega.web.results.urls")),
    path("", include("collega.web.sessions.urls")),
    path("cases/", include("collega.web.cases.urls")),
    path("training/", include("collega.web.training.urls")),
    path("workbench/", include("collega.web.workbench.urls")),
    path("mine/", include("collega.web.professionals.urls")),
    path("accounts/", include("collega.web.accounts.urls")),
    path("unsent/", unsent, name="unsent"),
    path("language/", reading.set_language, name="language"),
    path(".well-known/security.txt", pages.security_txt, name="security-txt"),
    path("metrics/", metrics, name="metrics"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
handler403 = "collega.web.pages.forbidden"
handler404 = "collega.web.pages.not_found"
handler429 = "collega.web.accounts.views.too_many"  # allauth asks for it by this name
handler500 = "collega.web.pages.fault"
handler400 = "collega.web.pages.bad_request"
