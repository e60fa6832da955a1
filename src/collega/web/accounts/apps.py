"""Django's name for the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People of research teams."""

    name = "collega.web.accounts"
    label = "accounts"
