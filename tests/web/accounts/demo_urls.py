"""All addresses, with the one that exists only in demo settings."""

from django.urls import include, path

from collega.web import urls
from collega.web.accounts import views

own = ([path("demo/", views.demo, name="demo")], "demonstration")
urlpatterns = [path("accounts/", include(own)), *urls.urlpatterns]
