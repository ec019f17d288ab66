from django.apps import AppConfig


class BiddersConfig(AppConfig):
    """Who may act: organisations, people, their seats, and when they were last seen."""

    name = "bidders"
    default_auto_field = "django.db.models.BigAutoField"
