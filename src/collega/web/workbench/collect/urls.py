"""Addresses of collecting answers."""

from django.urls import path

from collega.web.workbench.collect import launch, mails, monitor, people

urlpatterns = [
    path("<slug:key>/launch/", launch.page, name="launch"),
    path("<slug:key>/launch/move/", launch.move, name="move"),
    path("<slug:key>/launch/confirm/", launch.confirm, name="confirm"),
    path("<slug:key>/people/", people.page, name="people"),
    path("<slug:key>/people/add/", people.add, name="people-add"),
    path("<slug:key>/people/rejected.csv", people.rejected, name="people-rejected"),
    path("<slug:key>/people/remove/", people.remove, name="people-remove"),
    path("<slug:key>/people/came-back/", people.came_back, name="came-back"),
    path("<slug:key>/people/mail/send/", mails.send, name="mail-send"),
    path("<slug:key>/people/mail/again/", mails.again, name="mail-again"),
    path("<slug:key>/people/mail/plan/", mails.plan, name="mail-plan"),
    path("<slug:key>/people/mail/<slug:kind>/<slug:language>/", mails.text, name="mail-text"),
    path("<slug:key>/monitor/", monitor.page, name="monitor"),
]
