"""Packages between the outside (names and quantities) and the inside (quantities in the order of the categories)."""

from collections.abc import Mapping, Sequence
from typing import Any

from auctions.formats.cca.rulebook import Category, Rulebook
from auctions.rules.history import Package
from winner_determination.documents import DocumentError


def read_package(rulebook: Rulebook, document: Any, place: str) -> Package:
    """Read ``{"A": 2}``; categories left out are 0. Raises DocumentError for unknown categories, fractions and
    over-supply."""
    if not isinstance(document, Mapping):
        raise DocumentError(place, 'should be an object such as {"A": 2}')
    known = rulebook.by_id
    for name, quantity in document.items():
        if name not in known or type(quantity) is not int or not 0 <= quantity <= known[name].supply:
            raise _wrong_quantity(known, name, quantity, f"{place}.{name}")
    return tuple(document.get(category.id, 0) for category in rulebook.categories)


def _wrong_quantity(known: Mapping[str, Category], name: str, quantity: Any, place: str) -> DocumentError:
    if name not in known:
        return DocumentError(place, f"unknown category; there are {', '.join(known)}")
    if type(quantity) is not int or quantity < 0:
        return DocumentError(place, "should be a whole number of lots, 0 or more")
    return DocumentError(place, f"supply is {known[name].supply}, the package asks for {quantity}")


def named(rulebook: Rulebook, package: Sequence[int]) -> dict[str, int]:
    """``{"A": 2, "B": 0}``: every category, for prices and demand."""
    return {category.id: quantity for category, quantity in zip(rulebook.categories, package, strict=True)}


def named_package(rulebook: Rulebook, package: Package) -> dict[str, int]:
    """``{"A": 2}``: only what is wanted."""
    return {category.id: quantity for category, quantity in zip(rulebook.categories, package, strict=True) if quantity}
