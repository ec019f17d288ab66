"""The front doors: one Django app, a folder a role."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "portals"
    verbose_name = "Portals"
