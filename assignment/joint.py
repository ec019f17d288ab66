"""Which bands are decided together: those that some bid names together (R-A4, joint options across bands).

Bands are the nodes of a graph, a joint bid is an edge between the bands it names, and each connected component is one
problem. Bands without joint bids are priced apart, whether they are bid for simultaneously or in sequence.
"""

from itertools import pairwise

import networkx as nx

from assignment.case import AssignmentCase


def joint_bands(case: AssignmentCase, step: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The groups of bands of one step that have to be decided together, in the order of the step."""
    graph = nx.Graph()
    graph.add_nodes_from(step)
    for bid in case.bids:
        graph.add_edges_from(pairwise(category for category in bid.lots if category in step))
    groups = (
        tuple(category for category in step if category in component) for component in nx.connected_components(graph)
    )
    return sorted(groups, key=lambda group: step.index(group[0]))
