"""Words of sign-ins: which browser, by which factors, and whether the person is signed in elsewhere."""

import re
from collections.abc import Callable, Sequence

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext as _

from bidders import second_factor
from bidders.models import Person
from bidders.sessions import other_sessions
from portals.account.step_up import StepUpFields, fields_for

register = template.Library()

FACTORS: dict[str, Callable[[], str]] = {
    "password": lambda: _("password"),
    "totp": lambda: _("authenticator app"),
    "webauthn": lambda: _("passkey"),
    "recovery_codes": lambda: _("recovery code"),
}
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # each says it is the ones after it, too
NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


@register.filter
def factors(names: Sequence[str]) -> str:
    """``["password", "totp"]`` as ``password + authenticator app``."""
    return " + ".join(FACTORS[name]() for name in names if name in FACTORS)


@register.filter
def browser(user_agent: str) -> str:
    """``Chrome 141 on Linux`` of what a browser says of itself; the first words of what is none we know."""
    for name in BROWSERS:
        found = re.search(rf"{name}\w*/(\d+)", user_agent)
        if found:
            system = next((each for each in SYSTEMS if each in user_agent), "")
            number = found[1] if name != "Safari" else ""
            known = " ".join(filter(None, [NAMES.get(name, name), number]))
            return _("%(browser)s on %(system)s") % {"browser": known, "system": system} if system else known
    return user_agent[:40]


@register.simple_tag(takes_context=True)
def second_factor_missing(context: RequestContext) -> bool:
    """Whether this session gets no further before it proved one; never so in the demonstration."""
    return second_factor.is_missing(context["request"])


@register.simple_tag(takes_context=True)
def signed_in_elsewhere(context: RequestContext) -> int:
    """How many other live sessions the person has."""
    request = context.get("request")
    if request is None or not isinstance(request.user, Person):
        return 0
    return other_sessions(request).count()


@register.simple_tag(takes_context=True)
def step_up_fields(context: RequestContext) -> StepUpFields | None:
    """What account/step_up_fields.html needs on a form that leads to a guarded view."""
    return fields_for(context["request"])
