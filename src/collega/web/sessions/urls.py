"""Addresses of this slice: what people in the room type is short."""

from django.urls import path

from collega.web.sessions import lead, past, phone

app_name = "sessions"
urlpatterns = [
    path("session/", phone.enter, name="enter"),
    path("session/<slug:word>/", phone.phone, name="phone"),
    path("session/<slug:word>/state", phone.state, name="state"),
    path("session/<slug:word>/judge/", phone.judge, name="judge"),
    path("session/<slug:word>/guess/", phone.guess, name="guess"),
    path("session/<slug:word>/leave/", phone.leave, name="leave"),
    path("sessions/<int:pk>/", past.past, name="past"),
    path("sessions/<int:pk>/lead/", lead.lead, name="lead"),
    path("sessions/<int:pk>/wall/", lead.wall, name="wall"),
    path("sessions/<int:pk>/counts", lead.counts, name="counts"),
    path("sessions/<int:pk>/qr.svg", lead.qr, name="qr"),
    path("sessions/<int:pk>/begin/", lead.begin, name="begin"),
    path("sessions/<int:pk>/move/", lead.move, name="move"),
    path("sessions/<int:pk>/argue/", lead.argue, name="argue"),
    path("sessions/<int:pk>/seat/", lead.remove_seat, name="seat"),
    path("sessions/<int:pk>/finish/", lead.finish, name="finish"),
]
