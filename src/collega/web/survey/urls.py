"""Addresses of this slice."""

from django.urls import path

from collega.web.survey import after, before, getting_in, judging, optout

app_name = "survey"
urlpatterns = [
    path("", getting_in.any_code, name="enter"),
    path("i/<str:token>/", getting_in.personal, name="personal"),
    path("o/<slug:key>/<str:token>/", getting_in.open_link, name="open"),
    path("out/<str:token>/", optout.opt_out, name="opt-out"),
    path("<slug:key>/scenario/<int:number>/", judging.scenario, name="scenario"),
    path("<slug:key>/", getting_in.welcome, name="welcome"),
    path("<slug:key>/code/", getting_in.code, name="code"),
    path("<slug:key>/stop/", getting_in.stop, name="stop"),
    path("<slug:key>/stopped/", getting_in.stopped, name="stopped"),
    path("<slug:key>/go/", before.go, name="go"),
    path("<slug:key>/consent/", before.consent, name="consent"),
    path("<slug:key>/your-code/", before.your_code, name="your-code"),
    path("<slug:key>/about-you/", before.about_you, name="about-you"),
    path("<slug:key>/instruction/", before.instruction, name="instruction"),
    path("<slug:key>/check/", judging.check, name="check"),
    path("<slug:key>/thanks/", after.thanks, name="thanks"),
    path("<slug:key>/profile/", after.profile, name="profile"),
    path("<slug:key>/profile.pdf", after.profile_pdf, name="profile-pdf"),
    path("<slug:key>/withdraw/", after.withdraw_page, name="withdraw"),
    path("<slug:key>/withdrawn/", after.withdrawn, name="withdrawn"),
]
