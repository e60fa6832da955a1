"""Addresses of writing the questions."""

from django.urls import path

from collega.web.workbench.define import corrections, definition, starting

urlpatterns = [
    path("new/", starting.new, name="new"),
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
    path("<slug:key>/corrections/", corrections.corrections, name="corrections"),
]
