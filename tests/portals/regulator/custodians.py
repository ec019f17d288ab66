"""Custodians in front of their pages."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from bidders.models import Seat
from tests.cast import Cast, passphrase_of
from tests.portals.regulator.officer import Answer, Officer


def at_the_desk(seat: Seat, slug: str = "two-bands") -> Officer:
    return Officer.of(seat.person, slug)


def chooses(seat: Seat, passphrase: str | None = None, again: str | None = None, **more: str) -> Answer:
    typed = passphrase_of(seat) if passphrase is None else passphrase
    fields = {"new_passphrase": typed, "again": typed if again is None else again, **more}
    return at_the_desk(seat).sends("choose_passphrase", fields)


def confirms(seat: Seat, file: Any, passphrase: str | None = None) -> Answer:
    """Read a file back: a document, or what is none."""
    return _with_file(seat, "confirm_share", file, passphrase)


def hands_in(seat: Seat, file: Any, passphrase: str | None = None) -> Answer:
    return _with_file(seat, "hand_in_share", file, passphrase)


def own_file(cast: Cast, seat: Seat) -> dict[str, Any]:
    """What the custodian has at home since the first ceremony."""
    return cast.share_files[seat.pk, 1]


def _with_file(seat: Seat, page: str, file: Any, passphrase: str | None) -> Answer:
    text = file if isinstance(file, str) else json.dumps(file)
    fields: dict[str, Any] = {"passphrase": passphrase_of(seat) if passphrase is None else passphrase}
    if file is not None:
        fields["share"] = SimpleUploadedFile("share.json", text.encode())
    return at_the_desk(seat).sends(page, fields)
