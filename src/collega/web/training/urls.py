"""Addresses of this slice."""

from django.urls import path

from collega.web.training import judging, own_data, setting_up, weights, welcome

app_name = "training"
urlpatterns = [
    path("<slug:key>/", welcome.welcome, name="welcome"),
    path("<slug:key>/t/<str:token>/", welcome.enter, name="enter"),
    path("<slug:key>/start/", welcome.start, name="start"),
    path("<slug:key>/code/", welcome.code, name="code"),
    path("<slug:key>/leave/", own_data.leave, name="leave"),
    path("<slug:key>/research/", own_data.research, name="research"),
    path("<slug:key>/delete/", own_data.delete, name="delete"),
    path("<slug:key>/deleted/", own_data.deleted, name="deleted"),
    path("<slug:key>/<int:number>/", judging.scenario, name="scenario"),
    path("<slug:key>/<int:number>/they/", judging.they, name="they"),
    path("<slug:key>/weights/", weights.weights, name="weights"),
    path("<slug:key>/weights.pdf", weights.pdf, name="pdf"),
    path("<slug:key>/settings/", setting_up.page, name="settings"),
    path("<slug:key>/settings/open/", setting_up.opening, name="opening"),
    path("<slug:key>/settings/link/", setting_up.link, name="link"),
]
