"""Addresses of the analysis."""

from django.urls import path

from collega.web.workbench.analyse import data, fits, notes, participants, present

urlpatterns = [
    path("<slug:key>/participants/", participants.page, name="participants"),
    path("<slug:key>/participants/<str:pseudonym>/", participants.one, name="participant"),
    path("<slug:key>/participants/<str:pseudonym>/include/", participants.include, name="include"),
    path("<slug:key>/fits/", fits.page, name="fits"),
    path("<slug:key>/fits/fit/", fits.fit, name="fit"),
    path("<slug:key>/fits/simulate/", fits.simulate, name="simulate"),
    path("<slug:key>/fits/report/", fits.report, name="report"),
    path("<slug:key>/fits/report/<int:pk>/", fits.report_file, name="report-file"),
    path("<slug:key>/notes/", notes.page, name="notes"),
    path("<slug:key>/notes/<str:name>/", notes.one, name="note"),
    path("<slug:key>/present/", present.page, name="present"),
    path("<slug:key>/present/<int:number>/", present.slide, name="slide"),
    path("<slug:key>/data/", data.page, name="data"),
    path("<slug:key>/data/folder.zip", data.folder_out, name="folder-out"),
    path("<slug:key>/data/take-in/", data.folder_in, name="folder-in"),
    path("<slug:key>/data/export/", data.export, name="export"),
]
