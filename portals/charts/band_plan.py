"""Who holds which frequencies, drawn as strips.

Lots that lie near each other on the spectrum share a strip drawn to scale, downlink and uplink of a pair each in its
place; lots without frequencies get a strip of equal boxes in their order. Neighbouring lots of one holder in one
category are one block with the holder's name, or its short code where the name does not fit; the table beside them
says what the codes mean.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portals.charts.scales import Scale
from portals.charts.svg import drawing, element

WIDTH = 1000
MARGIN = 20
SPAN_Y, BLOCK_TOP, BLOCK_BOTTOM, TICK_Y, HEIGHT = 16, 34, 78, 94, 104
NOTCH = 10
LETTER = 7.8  # pixels a letter of a block's label takes, at 13 pixels
LABEL_MARGIN = 6  # pixels between a label and the edge of its block
CAPITAL = 11  # pixels a letter of a code takes at most
TICK_ROOM = 38  # pixels between two frequencies that are written out
NEAR_MHZ = 50  # a gap on the spectrum wider than this starts a new strip
HOLDER_TINTS = 10  # classes cb-holder-0 ... in charts.css; the code tells holders apart, not the tint


class Direction(StrEnum):
    """Which half of a pair a place on the spectrum is."""

    DOWNLINK = "downlink"
    UPLINK = "uplink"
    UNPAIRED = "unpaired"
    NONE = ""  # a lot without frequencies


@dataclass(frozen=True)
class Segment:
    """A lot's place on a strip: MHz, or its position if it has no frequencies. ``holder`` is None for an unsold lot."""

    lot: str
    category: str
    start: float
    end: float
    direction: Direction
    holder: str | None


@dataclass(frozen=True)
class Strip:
    """Segments in order of frequency. ``unit`` is "MHz", or "" for positions."""

    segments: tuple[Segment, ...]
    unit: str

    @property
    def start(self) -> float:
        return self.segments[0].start

    @property
    def end(self) -> float:
        return max(segment.end for segment in self.segments)


@dataclass(frozen=True)
class Block:
    """Neighbouring segments of one holder in one category and direction."""

    segments: tuple[Segment, ...]

    @property
    def start(self) -> float:
        return self.segments[0].start

    @property
    def end(self) -> float:
        return self.segments[-1].end

    @property
    def holder(self) -> str | None:
        return self.segments[0].holder


def strips(segments: Iterable[Segment]) -> tuple[Strip, ...]:
    """Cut the spectrum at every gap wider than NEAR_MHZ; each category without frequencies has a strip of its own."""
    all_segments = tuple(segments)
    placed = sorted((s for s in all_segments if s.direction is not Direction.NONE), key=lambda s: (s.start, s.end))
    groups: list[list[Segment]] = []
    for segment in placed:
        if groups and segment.start - groups[-1][-1].end <= NEAR_MHZ:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    found = [Strip(tuple(group), "MHz") for group in groups]
    abstract = [s for s in all_segments if s.direction is Direction.NONE]
    for category in dict.fromkeys(s.category for s in abstract):
        found.append(Strip(tuple(s for s in abstract if s.category == category), ""))
    return tuple(found)


def blocks(strip: Strip) -> tuple[Block, ...]:
    """Join neighbours that have holder, category and direction in common."""
    joined: list[list[Segment]] = []
    for segment in strip.segments:
        if joined and _continues(joined[-1][-1], segment):
            joined[-1].append(segment)
        else:
            joined.append([segment])
    return tuple(Block(tuple(group)) for group in joined)


def codes(holders: Sequence[str]) -> dict[str, str]:
    """A short distinct code for each holder: the initials of its words, or as many letters as it takes.

    One letter alone is given to nobody: categories are often named so.

    >>> codes(["Vodafone", "EE", "Hutchison 3G", "HKT"])
    {'Vodafone': 'Vo', 'EE': 'EE', 'Hutchison 3G': 'H3', 'HKT': 'HK'}
    """
    given: dict[str, str] = {}
    for holder in holders:
        words = holder.split() or ["?"]
        letters = "".join(words)
        initials = ["".join(word[0] for word in words)[:3]] if len(words) > 1 else []
        candidates = initials + [letters[:length] for length in range(2, len(letters) + 1)]
        taken = set(given.values())
        spare = (f"{letters[0]}{number}" for number in range(2, len(holders) + 2))
        given[holder] = next(code for code in [*candidates, *spare] if code not in taken)
    return given


def draw_strip(strip: Strip, *, name: str, holders: Sequence[str]) -> SafeString:
    """One strip. ``holders`` are all holders of the plan in a fixed order: code and tint agree between strips."""
    across = Scale(strip.start, strip.end, MARGIN, WIDTH - MARGIN)
    code = codes(holders)
    content = [
        *_category_spans(strip, across),
        *(part for block in blocks(strip) for part in _draw_block(block, across, code, list(holders))),
        *_frequencies(strip, across),
    ]
    return drawing(
        width=WIDTH,
        height=HEIGHT,
        title=caption(strip),
        description=describe(strip),
        name=name,
        content=content,
    )


def caption(strip: Strip) -> str:
    """What a strip is, in a few words."""
    if strip.unit:
        return _("%(start)s to %(end)s MHz") % {"start": f"{strip.start:g}", "end": f"{strip.end:g}"}
    return _("Lots of %s") % strip.segments[0].category


def describe(strip: Strip) -> str:
    """The strip in words: every block with its place and holder."""
    told = []
    for block in blocks(strip):
        first = block.segments[0]
        lots = ", ".join(segment.lot for segment in block.segments)
        place = f"{block.start:g} to {block.end:g} {strip.unit}" if strip.unit else lots
        told.append(f"{_label(first.category, first.direction)}, {place}: {block.holder or _('unsold')}")
    return "; ".join(told) + "."


def _label(category: str, direction: Direction) -> str:
    match direction:
        case Direction.DOWNLINK:
            return _("%s downlink") % category
        case Direction.UPLINK:
            return _("%s uplink") % category
        case Direction.UNPAIRED:
            return _("%s unpaired") % category
    return category


def _continues(before: Segment, after: Segment) -> bool:
    same = (before.holder, before.category, before.direction) == (after.holder, after.category, after.direction)
    return same and before.end == after.start


def _category_spans(strip: Strip, across: Scale) -> list[SafeString]:
    """A line with the category's name over each run of its segments."""
    parts: list[SafeString] = []
    for (category, direction), group in groupby(strip.segments, key=lambda s: (s.category, s.direction)):
        run = list(group)
        left, right = across(run[0].start), across(run[-1].end)
        label = _label(category, direction)
        if LETTER * len(label) > right - left:
            label = category
        parts.append(_text(label, (left + right) / 2, SPAN_Y))
        bracket = f"M{left + 1:.1f},{SPAN_Y + 11} v-5 H{right - 1:.1f} v5"
        parts.append(element("path", d=bracket, class_="cb-chart-span"))
    return parts


def _draw_block(block: Block, across: Scale, code: dict[str, str], holders: list[str]) -> list[SafeString]:
    left, right = across(block.start), across(block.end)
    tint = f"cb-holder-{holders.index(block.holder) % HOLDER_TINTS}" if block.holder else "cb-unsold"
    height = BLOCK_BOTTOM - BLOCK_TOP
    parts = [element("rect", x=left, y=BLOCK_TOP, width=right - left, height=height, class_=f"cb-block {tint}")]
    parts += [_lot_edge(across(after.start)) for _before, after in pairwise(block.segments)]
    name = block.holder or _("unsold")
    fits = LETTER * len(name) <= right - left - 2 * LABEL_MARGIN
    label = name if fits else code.get(name, "–")
    middle, room = (BLOCK_TOP + BLOCK_BOTTOM) / 2 + 5, right - left - LABEL_MARGIN
    narrowed: dict[str, str | float] = {}
    if not fits and CAPITAL * len(label) > room:
        narrowed = {"textLength": room, "lengthAdjust": "spacingAndGlyphs"}
    parts.append(_text(label, (left + right) / 2, middle, class_="cb-chart-holder", **narrowed))
    return parts


def _lot_edge(x: float) -> SafeString:
    """Two notches where a lot ends inside a block, clear of the holder's name."""
    path = f"M{x:.1f},{BLOCK_TOP} v{NOTCH} M{x:.1f},{BLOCK_BOTTOM} v-{NOTCH}"
    return element("path", d=path, class_="cb-chart-lot")


def _frequencies(strip: Strip, across: Scale) -> list[SafeString]:
    """Edges of the blocks in MHz, as many as there is room for; for lots without frequencies the lots' names."""
    if not strip.unit:
        return [_text(s.lot, across((s.start + s.end) / 2), TICK_Y) for s in strip.segments]
    edges = sorted({edge for block in blocks(strip) for edge in (block.start, block.end)})
    parts: list[SafeString] = []
    free_from = 0.0
    for edge in edges:
        x = across(edge)
        if x < free_from:
            continue
        parts.append(_text(f"{edge:g}", x, TICK_Y))
        free_from = x + TICK_ROOM
    return parts


def _text(text: str, x: float, y: float, *, class_: str = "cb-chart-label", **more: str | float) -> SafeString:
    return element("text", text, x=x, y=y, text_anchor="middle", class_=class_, **more)
