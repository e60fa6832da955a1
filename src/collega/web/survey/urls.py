"""Addresses of this slice."""

from typing import Any

app_name = "survey"
urlpatterns: list[Any] = []
