from django.apps import AppConfig


class CapacityConfig(AppConfig):
    """The embedded market for capacity."""

    name = "capacity"
    default_auto_field = "django.db.models.BigAutoField"
