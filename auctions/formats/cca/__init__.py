"""The combinatorial clock auction (CCA): the rules of docs/rules/, stage by stage.

``format.py`` says which stage answers which act; ``clock.py``, ``supplementary.py`` and ``assignment_stage.py`` are the
bidding stages, ``principal.py`` the computation between them; ``facts.py`` decides what each role sees.
"""

from auctions.formats.cca.format import Cca

__all__ = ["Cca"]
