"""The integer programme of a case as an MPS file, for any other solver."""

import highspy

from winner_determination.case import Case
from winner_determination.documents import DocumentError
from winner_determination.highs import quiet_highs
from winner_determination.milp import model_of
from winner_determination.problem import problem_of


def write_mps(case: Case, path: str) -> None:
    """Write ``case`` to ``path``, maximising amounts net of reserve.

    A binary column for every bid that can win, named ``bid_<row>`` by its row in the canonical order; rows
    ``bidder_<i>`` (at most one bid), ``resource_<r>`` (lots of a category, then room under caps) and ``cover_<i>`` (at
    least one of). Raises DocumentError where the file cannot be written, or its name does not end in ``.mps``.
    """
    if not path.endswith(".mps"):
        raise DocumentError(path, "the name of a model file ends in .mps")
    highs = quiet_highs()
    highs.passModel(model_of(problem_of(case)))
    if highs.writeModel(path) == highspy.HighsStatus.kError:
        raise DocumentError(path, "cannot be written")
