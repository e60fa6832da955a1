"""Django's name for the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People of research teams."""

    name = "collega.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Remember in which language somebody signed in, and that they were here."""
        from django.contrib.auth.signals import user_logged_in

        from collega.web.accounts.reading import learn_language
        from collega.web.accounts.seen import begin_visit
        from collega.web.accounts.signon import adapter  # noqa: F401  -- its receivers

        user_logged_in.connect(learn_language, dispatch_uid="language")
        user_logged_in.connect(begin_visit, dispatch_uid="visit")
