"""What the steps of a verification look at: the bundle's documents, each read once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from auctions.bundle.archive import Bundle
from auctions.bundle.contents import MANIFEST, RECEIPTS, Files, derived_files, recorded_files
from auctions.bundle.course import JOURNAL, Course, course_of
from auctions.bundle.documents import JournalLine, Manifest
from journal.receipts import Receipt
from winner_determination.documents import Document, DocumentError, parse_json, validate

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Evidence:
    """A bundle, the keys that the reader trusts besides the one that the journal names (``keys``, hexadecimal), and
    receipts from elsewhere (``held``) that must stand in it, by the name of their file.
    """

    bundle: Bundle
    keys: tuple[str, ...] = ()
    held: tuple[tuple[str, Receipt], ...] = ()

    @cached_property
    def manifest(self) -> Manifest:
        """Raises DocumentError."""
        return _read(Manifest, parse_json(self.text(MANIFEST), name=MANIFEST), MANIFEST)

    @cached_property
    def lines(self) -> tuple[JournalLine, ...]:
        """The journal. Raises DocumentError naming the line."""
        texts = self.text(JOURNAL).removesuffix("\n").split("\n")
        places = (f"{JOURNAL} line {number}" for number in range(1, len(texts) + 1))
        return tuple(
            _read(JournalLine, parse_json(text, name=place), place) for text, place in zip(texts, places, strict=True)
        )

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        """Raises DocumentError naming the receipt."""
        listed = parse_json(self.text(RECEIPTS), name=RECEIPTS)
        if not isinstance(listed, list):
            raise DocumentError(RECEIPTS, "expected a list of receipts")
        return tuple(_read(Receipt, each, f"{RECEIPTS} [{number}]") for number, each in enumerate(listed))

    @cached_property
    def course(self) -> Course:
        """The journal replayed. Raises DocumentError where it cannot be read."""
        return course_of(self.lines)

    @cached_property
    def expected(self) -> Files:
        """Every file but the manifest as it follows from journal and receipts. Only where the course is whole."""
        key = self.manifest.public_key
        return {**recorded_files(self.lines, self.receipts), **derived_files(self.course, self.receipts, key)}

    def text(self, name: str) -> str:
        """A file of the bundle. Raises DocumentError where it is not there or no text."""
        if name not in self.bundle.files:
            raise DocumentError(name, "is not in the bundle")
        try:
            return self.bundle.files[name].decode()
        except UnicodeDecodeError as error:
            raise DocumentError(name, f"is not UTF-8 text (byte {error.start})") from error


def _read(model: type[D], document: Any, place: str) -> D:
    try:
        return validate(model, document)
    except DocumentError as error:
        raise DocumentError(f"{place} {error.place}", error.reason) from error
