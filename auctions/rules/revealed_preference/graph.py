"""The graph of R-R1 for drawing, with the worst cycle marked, and for checks by another program (R-R3)."""

from itertools import permutations

import networkx as nx

from auctions.rules.history import name_package
from auctions.rules.revealed_preference.choices import Choices, value_graph
from auctions.rules.revealed_preference.quasilinear import violations

BIDS_NODE = "bids"


def preference_graph(choices: Choices) -> "nx.DiGraph[int | str]":
    """The graph whose negative cycles are the contradictions.

    Nodes are round numbers with their ``package``, and ``bids`` where there are supplementary bids. Edges carry
    ``weight`` in bid units and ``on_cycle``, true on the worst cycle.
    """
    values = value_graph(choices)
    names: list[int | str] = [*choices.numbers, *([BIDS_NODE] if values.has_bids else [])]
    graph: nx.DiGraph[int | str] = nx.DiGraph()
    for number, package in zip(choices.numbers, choices.packages, strict=True):
        graph.add_node(number, package=name_package(choices.categories, package))
    for here, there in permutations(range(len(names)), 2):
        weight = int(values.weights[here, there])
        if weight != values.no_edge:
            graph.add_edge(names[here], names[there], weight=weight, on_cycle=False)
    for violation in violations(choices)[:1]:
        way = [names[place] for place in violation.places]
        for source, target in zip(way, [*way[1:], way[0]], strict=True):
            graph.edges[source, target]["on_cycle"] = True
    return graph
