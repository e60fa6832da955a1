"""Addresses of the workbench."""

from django.urls import path

from collega.web.workbench import definition, design, launch, starting, views

app_name = "workbench"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", starting.new, name="new"),
    path("<slug:key>/", views.study, name="study"),
    path("<slug:key>/jobs/<int:pk>/", views.job, name="job"),
    path("<slug:key>/copy/", starting.copy, name="copy"),
    path("<slug:key>/definition/", definition.overview, name="definition"),
    path("<slug:key>/definition/basics/", definition.basics, name="basics"),
    path("<slug:key>/definition/answers/", definition.answers, name="answers"),
    path("<slug:key>/definition/file/", starting.file, name="file"),
    path("<slug:key>/definition/study.yaml", starting.download, name="study-file"),
    path("<slug:key>/definition/rearrange/", definition.rearrange, name="rearrange"),
    path("<slug:key>/definition/never/", definition.add_never, name="never"),
    path("<slug:key>/definition/criteria/new/", definition.part, {"kind": "criteria"}, name="criterion-new"),
    path("<slug:key>/definition/criteria/<str:name>/", definition.part, {"kind": "criteria"}, name="criterion"),
    path(
        "<slug:key>/definition/characteristics/new/",
        definition.part,
        {"kind": "characteristics"},
        name="characteristic-new",
    ),
    path(
        "<slug:key>/definition/characteristics/<str:name>/",
        definition.part,
        {"kind": "characteristics"},
        name="characteristic",
    ),
    path("<slug:key>/design/", design.page, name="design"),
    path("<slug:key>/design/compose/", design.compose, name="compose"),
    path("<slug:key>/design/take-in/", design.take_in, name="take-in"),
    path("<slug:key>/design/<str:name>/", design.scenario, name="scenario"),
    path("<slug:key>/launch/", launch.page, name="launch"),
    path("<slug:key>/launch/move/", launch.move, name="move"),
    path("<slug:key>/launch/shorten/", launch.shorten, name="shorten"),
    path("<slug:key>/corrections/", launch.corrections, name="corrections"),
]
