"""Addresses of the scenarios."""

from django.urls import path

from collega.web.workbench.design import preview, views

urlpatterns = [
    path("<slug:key>/design/", views.page, name="design"),
    path("<slug:key>/design/compose/", views.compose, name="compose"),
    path("<slug:key>/design/take-in/", views.take_in, name="take-in"),
    path("<slug:key>/design/<str:name>/", views.scenario, name="scenario"),
    path("<slug:key>/preview/", preview.page, name="preview"),
]
