"""Addresses of this slice."""

from typing import Any

app_name = "results"
urlpatterns: list[Any] = []
