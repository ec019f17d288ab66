"""What a page of the wizard is made of: groups of fields, and lists with a row for each thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auctions.drafts.document import Content
from auctions.drafts.places import path_of, value_at
from portals.regulator.drafts.fields import Field
from winner_determination.documents import DocumentError


@dataclass(frozen=True)
class Row:
    """One thing of a list, in a table."""

    place: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Rows:
    """A list of the draft as a table."""

    place: str
    adds: str  # words of the button that adds a row
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Group:
    """Fields beneath a heading, and perhaps a table. A list of large things has a group for each."""

    title: str
    hint: str = ""
    fields: tuple[Field, ...] = ()
    table: Rows | None = None
    removes: str = ""  # place of the thing that the group shows
    adds_to: str = ""  # place of a list to which a button, called ``title``, adds a thing
    generates: tuple[Field, ...] = ()  # what lots are generated from

    @property
    def all_fields(self) -> Iterator[Field]:
        yield from self.fields
        for row in self.table.rows if self.table else ():
            yield from row.fields


def rows(content: Content, place: str, *, adds: str, columns: Sequence[Field]) -> Rows:
    """The list at ``place``; ``columns`` name places within a row, none where the row itself is the value."""
    found = value_at(content, place)
    length = len(found) if isinstance(found, list) else 0
    places = [f"{place}[{index}]" for index in range(length)]
    drawn = tuple(Row(each, tuple(within(each, column) for column in columns)) for each in places)
    return Rows(place, adds, tuple(column.label for column in columns), drawn)


def within(place: str, field: Field) -> Field:
    """The field of one row."""
    return replace(field, place=f"{place}.{field.place}" if field.place else place)


def shown(groups: Sequence[Group], content: Content, refusals: Sequence[DocumentError]) -> tuple[Group, ...]:
    """The groups with what the draft says, and each refusal beside its field."""
    fields = [field for group in groups for field in group.all_fields]
    beside: dict[str, list[str]] = {}
    for refusal in refusals:
        if (field := nearest(refusal.place, fields)) is not None:
            beside.setdefault(field.place, []).append(refusal.reason)

    def drawn(field: Field) -> Field:
        return replace(field.shown(content), refusals=tuple(beside.get(field.place, ())))

    return tuple(
        replace(
            group,
            fields=tuple(map(drawn, group.fields)),
            table=group.table
            and replace(
                group.table,
                rows=tuple(replace(row, fields=tuple(map(drawn, row.fields))) for row in group.table.rows),
            ),
        )
        for group in groups
    )


def nearest(place: str, fields: Sequence[Field]) -> Field | None:
    """The field at the place; else the smallest that contains it, else the first within it; None where it is another
    page's.
    """
    path = path_of(place)
    outer = [field for field in fields if path[: len(path_of(field.place))] == path_of(field.place)]
    if outer:
        return max(outer, key=lambda field: len(path_of(field.place)))
    return next((field for field in fields if path and path_of(field.place)[: len(path)] == path), None)
