"""No view asks the database for a protected object itself: access, selectors and services are the only ways."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

PORTALS = Path(__file__).parents[2] / "portals"
PROTECTED = {model.__name__ for app in ("auctions", "journal") for model in apps.get_app_config(app).get_models()}
MANAGERS = {"objects", "_base_manager", "_default_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "get_model"}


def queries(source: str) -> Iterator[str]:
    """Where a protected model, or a model by its name, is asked for."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id=model), attr=manager) if model in PROTECTED and manager in MANAGERS:
                yield f"line {node.lineno}: {model}.{manager}"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in SHORTCUTS:
                yield f"line {node.lineno}: {name}"


@pytest.mark.parametrize("file", sorted(PORTALS.rglob("*.py")), ids=lambda file: str(file.relative_to(PORTALS)))
def test_a_portal_reaches_protected_objects_through_access_selectors_and_services_alone(file: Path) -> None:
    assert list(queries(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source", ["Bid.objects.get(pk=1)", "get_object_or_404(Auction, slug=s)", "Round._base_manager.all()"]
)
def test_a_query_in_a_view_would_be_found(source: str) -> None:
    assert len(list(queries(source))) == 1
