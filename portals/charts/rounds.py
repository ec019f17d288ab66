"""Price and demand of one category over the clock rounds, one under the other on a common axis of rounds.

Small multiples, a chart a category: a 2 x 10 MHz lot at 250 million and a 5 MHz lot at 100 thousand share no axis.
Demand is drawn as bars against a dashed line at the supply, so that excess demand is what stands above the line; it is
told apart by position and by the bar's outline, not by colour alone.
"""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portals.charts.scales import Scale, ticks
from portals.charts.svg import drawing, element

WIDTH = 300
LEFT = 66  # room for "1,250,000"
RIGHT = 12
PRICE_TOP, PRICE_BOTTOM = 24, 134
DEMAND_TOP, DEMAND_BOTTOM = 164, 232
PRICE_ONLY_HEIGHT = 172
HEIGHT = 270
BAR_SHARE = 0.7  # of the distance between two rounds
WIDEST_BAR = 26


@dataclass(frozen=True)
class RoundPoint:
    """One clock round: its price a lot in bid units, and demand in lots where it is known and disclosed."""

    number: int
    price: int
    demand: int | None


@dataclass(frozen=True)
class CategorySeries:
    """A category's clock rounds in order. ``unit`` is the label of the price axis, such as "GBP thousand"."""

    id: str
    name: str
    unit: str
    supply: int
    rounds: tuple[RoundPoint, ...]

    @property
    def with_demand(self) -> tuple[tuple[int, int], ...]:
        """(round, lots demanded) of every round whose demand is known."""
        return tuple((point.number, point.demand) for point in self.rounds if point.demand is not None)


def price_and_demand(series: CategorySeries, *, name: str) -> SafeString:
    """The chart of one category; only prices where no demand is known. Raises ValueError without any round.

    ``name`` tells it apart from the other charts of a page.
    """
    if not series.rounds:
        raise ValueError(f"category {series.id} has no rounds to draw")
    numbers = [point.number for point in series.rounds]
    across = Scale(numbers[0] - 0.5, numbers[-1] + 0.5, LEFT, WIDTH - RIGHT)
    has_demand = bool(series.with_demand)
    content = [*_prices(series, across)]
    if has_demand:
        content += _demand(series, across)
    content += _rounds_axis(numbers, across, DEMAND_BOTTOM if has_demand else PRICE_BOTTOM)
    return drawing(
        width=WIDTH,
        height=HEIGHT if has_demand else PRICE_ONLY_HEIGHT,
        title=(_("%s: price and demand by round") if has_demand else _("%s: price by round")) % series.name,
        description=describe(series),
        name=name,
        content=content,
    )


def describe(series: CategorySeries) -> str:
    """The chart in a sentence or two, for a screen reader."""
    first, last = series.rounds[0], series.rounds[-1]
    told = (
        _("Price a lot in %(unit)s: %(price)s in round %(round)s.")
        if len(series.rounds) == 1
        else _("Price a lot in %(unit)s: %(price)s in round %(round)s, %(last_price)s in round %(last_round)s.")
    )
    told %= {
        "unit": series.unit,
        "price": f"{first.price:,}",
        "round": first.number,
        "last_price": f"{last.price:,}",
        "last_round": last.number,
    }
    if series.with_demand:
        (_first, before), (number, after) = series.with_demand[0], series.with_demand[-1]
        demand = _("Demand from %(before)s to %(after)s lots in round %(round)s, supply %(supply)s.")
        told += " " + demand % {"before": before, "after": after, "round": number, "supply": series.supply}
    return told


def _prices(series: CategorySeries, across: Scale) -> list[SafeString]:
    prices = [point.price for point in series.rounds]
    marks = ticks(min(prices), max(prices), at_most=4) if len(set(prices)) > 1 else (prices[0],)
    up = Scale(marks[0], marks[-1], PRICE_BOTTOM, PRICE_TOP)
    points = [(across(point.number), up(point.price)) for point in series.rounds]
    path = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    last_x, last_y = points[-1]
    return [
        _heading(_("Price a lot, %s") % series.unit, PRICE_TOP - 12),
        *(_grid_line(mark, up(mark)) for mark in marks),
        element("path", d=path, class_="cb-chart-price"),
        element("circle", cx=last_x, cy=last_y, r=3.5, class_="cb-chart-price-last"),
    ]


def _demand(series: CategorySeries, across: Scale) -> list[SafeString]:
    most = max(series.supply, *(demand for _number, demand in series.with_demand))
    marks = ticks(0, most, at_most=3)
    up = Scale(0, marks[-1], DEMAND_BOTTOM, DEMAND_TOP)
    width = min((across(1) - across(0)) * BAR_SHARE, WIDEST_BAR)
    supply = up(series.supply)
    bars: list[SafeString] = []
    for number, demand in series.with_demand:
        left, within, top = across(number) - width / 2, up(min(demand, series.supply)), up(demand)
        bars.append(_bar(left, within, width, DEMAND_BOTTOM - within, "cb-chart-demand"))
        if demand > series.supply:
            bars.append(_bar(left, top, width, within - top, "cb-chart-excess"))
    return [
        _heading(_("Demand in lots; dashed: supply of %s") % series.supply, DEMAND_TOP - 12),
        *(_grid_line(mark, up(mark)) for mark in marks),
        *bars,
        element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=supply, y2=supply, class_="cb-chart-supply"),
    ]


def _rounds_axis(numbers: list[int], across: Scale, baseline: float) -> list[SafeString]:
    shown = [mark for mark in ticks(numbers[0], numbers[-1], at_most=6) if numbers[0] <= mark <= numbers[-1]]
    return [
        *(
            element("text", str(mark), x=across(mark), y=baseline + 16, text_anchor="middle", class_="cb-chart-label")
            for mark in shown
        ),
        element("text", _("Round"), x=LEFT - 8, y=baseline + 16, text_anchor="end", class_="cb-chart-label"),
    ]


def _heading(text: str, y: float) -> SafeString:
    return element("text", text, x=4, y=y, class_="cb-chart-heading")


def _grid_line(mark: int, y: float) -> SafeString:
    return element(
        "g",
        element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="cb-chart-grid"),
        element("text", f"{mark:,}", x=LEFT - 8, y=y + 4, text_anchor="end", class_="cb-chart-label"),
    )


def _bar(x: float, y: float, width: float, height: float, class_: str) -> SafeString:
    return element("rect", x=x, y=y, width=width, height=height, class_=class_)
