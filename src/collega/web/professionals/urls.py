"""Addresses of this slice."""

from django.urls import path

from collega.web.professionals import home, leaving

app_name = "professionals"
urlpatterns = [
    path("", home.mine, name="mine"),
    path("delete/", leaving.delete, name="delete-account"),
    path("leave/<slug:key>/", leaving.leave, name="leave"),
]
