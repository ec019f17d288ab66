"""The tables of an auction are made from its journal: make them anew, and compare.

``replay.projection`` folds the journal into what the tables should hold; ``stored`` reads what they hold;
``comparison`` names every difference. ``manage.py rebuild`` prints them.
"""

from auctions.rebuilding.comparison import Difference, differences

__all__ = ["Difference", "differences"]
