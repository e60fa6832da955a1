"""Addresses of accounts: signing in is allauth's, joining by invitation ours."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
