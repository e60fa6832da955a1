"""Addresses of this slice."""

from typing import Any

app_name = "workbench"
urlpatterns: list[Any] = []
