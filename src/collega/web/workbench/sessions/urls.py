"""Addresses of sessions in the workbench."""

from django.urls import path

from collega.web.workbench.sessions import views

urlpatterns = [
    path("<slug:key>/sessions/", views.page, name="sessions"),
    path("<slug:key>/sessions/new/", views.new, name="session-new"),
    path("<slug:key>/sessions/<int:pk>/show/", views.show, name="session-show"),
    path("<slug:key>/sessions/<int:pk>/delete/", views.delete, name="session-delete"),
]
