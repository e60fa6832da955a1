"""Addresses of the workbench."""

from django.urls import path

from collega.web.workbench import views

app_name = "workbench"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:key>/", views.study, name="study"),
    path("<slug:key>/jobs/<int:pk>/", views.job, name="job"),
]
