"""Addresses of accounts: signing in is allauth's, joining by invitation ours."""

from django.conf import settings
from django.urls import include, path

from collega.web.accounts import joining, views

own = [
    path("", views.account, name="account"),
    path("join/", joining.joining, name="joining"),
    path("join/<str:token>/", joining.enter, name="join"),
    path("first/<str:token>/", joining.enter, name="first"),
    path("sessions/end/", views.end_others, name="end-others"),
    path("email/", views.no_such_page),  # an account stands on the address that was invited
    path("invite/", views.invite_founder, name="invite-founder"),
]
if settings.DEMO:
    own.append(path("demo/", views.demo, name="demo"))
urlpatterns = [path("", include((own, "accounts"))), path("", include("allauth.urls"))]
