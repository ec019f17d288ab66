"""The number under which the log has the request that is being answered; pages of errors show it."""

import structlog
from django import template

register = template.Library()


@register.simple_tag
def request_number() -> str:
    number: str = structlog.contextvars.get_contextvars().get("request_id", "")
    return number
