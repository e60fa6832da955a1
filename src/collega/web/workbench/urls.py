"""Addresses of the workbench: its own, and those of its parts, in the order of a study's life."""

from django.urls import path

from collega.web.workbench import views
from collega.web.workbench.analyse import urls as analyse
from collega.web.workbench.collect import urls as collect
from collega.web.workbench.define import urls as define
from collega.web.workbench.design import urls as design
from collega.web.workbench.publish import urls as publish
from collega.web.workbench.sessions import urls as sessions
from collega.web.workbench.team import urls as team

app_name = "workbench"
urlpatterns = [
    *define.urlpatterns,
    *design.urlpatterns,
    *collect.urlpatterns,
    *analyse.urlpatterns,
    *publish.urlpatterns,
    *sessions.urlpatterns,
    *team.urlpatterns,
    path("", views.home, name="home"),
    path("<slug:key>/", views.study, name="study"),
    path("<slug:key>/jobs/<int:pk>/", views.job, name="job"),
]
