from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The append-only, hash-chained record, and signed receipts."""

    name = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from journal import checks  # noqa: F401 (registers them)
