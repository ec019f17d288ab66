"""The few lines that write SVG: elements with escaped text and attributes."""

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

Attribute = str | int | float


def element(name: str, *children: str, **attributes: Attribute) -> SafeString:
    """One SVG element.

    ``name`` and the keywords are the programmer's; attribute values and children are escaped unless marked safe.
    A trailing underscore is dropped (``class_``) and inner ones become hyphens (``text_anchor``).
    """
    written = format_html_join(
        "", ' {}="{}"', ((key.rstrip("_").replace("_", "-"), number(value)) for key, value in attributes.items())
    )
    inside = "".join(conditional_escape(child) for child in children)
    return mark_safe(f"<{name}{written}>{inside}</{name}>")  # noqa: S308 - every part is escaped above


def number(value: Attribute) -> str:
    """Coordinates to a hundredth of a pixel, without trailing zeros; text as it is."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def drawing(
    *, width: float, height: float, title: str, description: str, name: str, content: list[SafeString]
) -> SafeString:
    """An ``<svg>`` that scales with its container.

    ``name`` must be unique on the page: it ties title and description to the picture.
    """
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        class_="cb-chart",
    )
