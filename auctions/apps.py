from django.apps import AppConfig


class AuctionsConfig(AppConfig):
    """The hosted auction: models, services, selectors, access, locks, tasks."""

    name = "auctions"
    default_auto_field = "django.db.models.BigAutoField"
