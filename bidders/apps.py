from django.apps import AppConfig


class BiddersConfig(AppConfig):
    """Who may act: organisations, people, their seats, and when they were last seen."""

    name = "bidders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bidders import sign_in_events  # noqa: F401 (connects its receivers)
