"""The words pages use for stages, states and kinds. Load with ``{% load portal_words %}``."""

from django import template
from django.utils.translation import gettext as _

from portals.frame import STAGES, STATUSES

register = template.Library()

STANDINGS = {"done": lambda: _("done"), "now": lambda: _("now"), "to come": lambda: _("to come")}


@register.filter
def stage_words(stage: str) -> str:
    """``clock`` as "Clock stage"; a stage without words as it is."""
    return STAGES.get(stage, lambda: stage)()


@register.filter
def status_words(status: str) -> str:
    """``determining`` as "determining the result"."""
    return STATUSES.get(status, lambda: status)()


@register.filter
def standing_words(standing: str) -> str:
    """Where a stage of the schedule stands: done, now, to come."""
    return STANDINGS[standing]()
