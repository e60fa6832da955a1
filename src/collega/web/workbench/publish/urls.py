"""Addresses of publishing."""

from django.urls import path

from collega.web.workbench.publish import consultations, share, views

urlpatterns = [
    path("<slug:key>/publish/", views.page, name="publish"),
    path("<slug:key>/publish/choose/", views.choose, name="publish-choose"),
    path("<slug:key>/publish/to-whom/", views.to_whom, name="to-whom"),
    path("<slug:key>/publish/whose/", share.choose, name="whose"),
    path("<slug:key>/publish/counts/", share.counts, name="counts"),
    path("<slug:key>/consultations/", consultations.page, name="consultations"),
]
