"""Addresses of accounts: signing in is allauth's, joining by invitation ours."""

from django.conf import settings
from django.urls import include, path

from collega.web.accounts import join_link, joining, views
from collega.web.accounts.signon import views as signon

own = [
    path("", views.account, name="account"),
    path("join/", joining.joining, name="joining"),
    path("join/<str:token>/", joining.enter, name="join"),
    path("first/<str:token>/", joining.enter, name="first"),
    path("with/", join_link.joining, name="join-link"),
    path("with/account/", join_link.account, name="join-account"),
    path("with/mail/<str:token>/", join_link.enter_by_mail, name="join-by-mail"),
    path("with/link/<str:token>/", join_link.enter, name="join-by-link"),
    path("organisation/", signon.enter, name="organisation"),
    path("organisation/back/", signon.callback, name="organisation-callback"),
    path("organisation/signed-out/", signon.logged_out, name="organisation-signed-out"),
    path("sessions/end/", views.end_others, name="end-others"),
    path("email/", views.no_such_page),  # an account stands on the address that was invited
    path("invite/", views.invite_founder, name="invite-founder"),
]
if settings.DEMO:
    own.append(path("demo/", views.demo, name="demo"))
urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
