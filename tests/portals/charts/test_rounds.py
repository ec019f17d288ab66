"""Price and demand charts: what is drawn follows the numbers."""

import re
from xml.etree import ElementTree

import pytest

from portals.charts.rounds import DEMAND_BOTTOM, PRICE_BOTTOM, PRICE_TOP, CategorySeries, RoundPoint, price_and_demand

SVG = "{http://www.w3.org/2000/svg}"


def series(*rounds: RoundPoint, supply: int = 4, name: str = "800 MHz") -> CategorySeries:
    return CategorySeries(id="A", name=name, unit="GBP thousand", supply=supply, rounds=rounds)


def drawn(chart: CategorySeries) -> ElementTree.Element:
    return ElementTree.fromstring(price_and_demand(chart, name="chart"))  # noqa: S314 - our own output


def of_class(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [node for node in svg.iter() if node.get("class") == name]


def test_demand_above_supply_is_a_bar_of_its_own_that_stands_on_the_supply_line() -> None:
    svg = drawn(series(RoundPoint(1, 100, 6), RoundPoint(2, 110, 3)))

    supply = float(of_class(svg, "cb-chart-supply")[0].get("y1", ""))
    within = of_class(svg, "cb-chart-demand")
    (excess,) = of_class(svg, "cb-chart-excess")
    assert float(within[0].get("y", "")) == supply
    assert float(excess.get("y", "")) + float(excess.get("height", "")) == pytest.approx(supply, abs=0.02)
    assert float(within[1].get("y", "")) + float(within[1].get("height", "")) == pytest.approx(DEMAND_BOTTOM)
    assert float(within[0].get("height", "")) / 4 == pytest.approx(float(within[1].get("height", "")) / 3, abs=0.02)


def test_a_higher_price_stands_higher_and_inside_the_frame() -> None:
    svg = drawn(series(RoundPoint(1, 225_000, 6), RoundPoint(2, 250_000, 5), RoundPoint(3, 250_000, 4)))

    (line,) = of_class(svg, "cb-chart-price")
    heights = [float(y) for y in re.findall(r",([\d.]+)", line.get("d", ""))]
    assert heights[0] > heights[1] == heights[2]
    assert all(PRICE_TOP <= y <= PRICE_BOTTOM for y in heights)


def test_axis_labels_separate_thousands_and_surround_the_data() -> None:
    svg = drawn(series(RoundPoint(1, 225_000, None), RoundPoint(2, 390_000, None)))

    labels = [node.text for node in of_class(svg, "cb-chart-label")]
    assert labels[:5] == ["200,000", "250,000", "300,000", "350,000", "400,000"]


def test_undisclosed_demand_is_not_drawn_and_not_described() -> None:
    svg = drawn(series(RoundPoint(1, 100, None), RoundPoint(2, 110, None)))

    assert of_class(svg, "cb-chart-demand") == []
    assert svg.findtext(f"{SVG}title") == "800 MHz: price by round"
    assert svg.findtext(f"{SVG}desc") == "Price a lot in GBP thousand: 100 in round 1, 110 in round 2."


def test_the_description_tells_first_and_last_price_and_demand() -> None:
    svg = drawn(series(RoundPoint(1, 225_000, 9), RoundPoint(2, 240_000, 7)))

    assert svg.findtext(f"{SVG}desc") == (
        "Price a lot in GBP thousand: 225,000 in round 1, 240,000 in round 2. "
        "Demand from 9 to 7 lots in round 2, supply 4."
    )


def test_one_round_alone_is_drawn_without_a_scale() -> None:
    svg = drawn(series(RoundPoint(1, 100, 2)))

    (dot,) = of_class(svg, "cb-chart-price-last")
    assert float(dot.get("cy", "")) == pytest.approx((PRICE_TOP + PRICE_BOTTOM) / 2)


def test_a_category_without_rounds_is_refused() -> None:
    with pytest.raises(ValueError, match="category A has no rounds to draw"):
        price_and_demand(series(), name="chart")


def test_names_cannot_break_out_of_the_picture() -> None:
    svg = drawn(series(RoundPoint(1, 100, 2), name='<script>"&'))

    assert svg.findtext(f"{SVG}title") == '<script>"&: price and demand by round'


def test_no_chart_carries_inline_style() -> None:
    assert "style" not in price_and_demand(series(RoundPoint(1, 100, 6), RoundPoint(2, 110, 3)), name="chart")
