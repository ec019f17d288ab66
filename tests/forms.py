"""The forms of a page, as a browser would send them."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """A page's forms: action ("" is the page itself) -> {field: value}, buttons left out. A field may stand outside
    its form and name it.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.by_id: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = self.forms.setdefault(known.get("action", ""), {})
            self.by_id[known.get("id", "")] = self._open
        elif tag == "input" and "name" in known and _is_sent(known):
            form = self.by_id.get(known["form"]) if "form" in known else self._open
            if form is not None:
                form[known["name"]] = known.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def _is_sent(field: dict[str, str]) -> bool:
    kind = field.get("type")
    return kind != "file" and (kind != "checkbox" or "checked" in field)
