"""Times and rounds as PDF files print them."""

from datetime import datetime

from django.template.defaultfilters import date
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _

from auctions.models import Round
from portals.frame import STAGES


def moment_words(moment: datetime | None) -> str:
    """``24 Nov 2026, 19:45:02 UTC``; a dash where there is none."""
    if moment is None:
        return "–"
    return f"{date(localtime(moment), 'j M Y, H:i:s')} {get_current_timezone_name()}"


def round_words(a_round: Round) -> str:
    return _("%(stage)s, round %(number)d") % {"stage": STAGES[a_round.stage](), "number": a_round.number}
