"""Addresses of this slice."""

from django.urls import path, re_path

from collega.web.results import colleague, dashboard, downloads, home

app_name = "results"
urlpatterns = [
    path("", home.home, name="home"),
    path("results/<slug:key>/", dashboard.dashboard, name="dashboard"),
    path("results/<slug:key>/t/<str:token>/", home.enter, name="enter"),
    path("results/<slug:key>/groups/", dashboard.groups, name="groups"),
    path("results/<slug:key>/compare/", dashboard.compare, name="compare"),
    path("results/<slug:key>/criteria/", dashboard.criteria, name="criteria"),
    path("results/<slug:key>/criteria/<str:criterion>/", dashboard.criterion, name="criterion"),
    path("results/<slug:key>/scenarios/", dashboard.scenarios, name="scenarios"),
    path("results/<slug:key>/noise/", dashboard.noise, name="noise"),
    path("results/<slug:key>/model/", dashboard.model, name="model"),
    path("results/<slug:key>/colleague/", colleague.colleague, name="colleague"),
    path("results/<slug:key>/colleague/advice.pdf", colleague.advice_pdf, name="advice-pdf"),
    re_path(
        r"^results/(?P<key>[-\w]+)/figures/(?P<name>[A-Za-z0-9_.-]+)\.(?P<form>svg|png|csv)$",
        downloads.figure,
        name="figure",
    ),
    path("studies/<slug:key>/privacy/", home.privacy, name="privacy"),
]
