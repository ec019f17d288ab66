"""All auction formats by the name that a rulebook gives."""

from typing import Any

from auctions.formats.cca import Cca
from auctions.formats.contract import Format
from winner_determination.documents import DocumentError

FORMATS: dict[str, Format[Any, Any]] = {each.name: each for each in (Cca(),)}


def format_named(name: object) -> Format[Any, Any]:
    """The format a rulebook names. Raises DocumentError listing the formats there are."""
    if not isinstance(name, str) or name not in FORMATS:
        raise DocumentError("rulebook.format", f"should be one of {', '.join(FORMATS)} (given {name!r})")
    return FORMATS[name]
