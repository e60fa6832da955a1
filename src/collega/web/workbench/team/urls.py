"""Addresses of the team."""

from django.urls import path

from collega.web.workbench.team import professionals, trail, views

urlpatterns = [
    path("<slug:key>/team/", views.page, name="team"),
    path("<slug:key>/team/invite/", views.invitation, name="team-invite"),
    path("<slug:key>/team/change/", views.change, name="team-change"),
    path("<slug:key>/team/take-back/", views.withdraw_invitation, name="team-take-back"),
    path("<slug:key>/professionals/", professionals.page, name="professionals"),
    path("<slug:key>/professionals/link/", professionals.change_link, name="join-link"),
    path("<slug:key>/professionals/confirm/", professionals.confirm, name="confirm-organisations"),
    path("<slug:key>/trail/", trail.page, name="trail"),
    path("<slug:key>/trail/trail.csv", trail.download, name="trail-csv"),
]
