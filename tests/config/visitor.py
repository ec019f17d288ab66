"""Somebody with a browser in front of real servers: signs in, looks at pages, sends the forms that stand on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

import httpx

from tests.forms import Forms

PATIENCE = 60.0  # seconds for one answer


@dataclass
class Visitor:
    address: str
    browser: httpx.Client = field(init=False)
    page: httpx.Response = field(init=False)

    def __post_init__(self) -> None:
        self.browser = httpx.Client(base_url=self.address, timeout=PATIENCE, follow_redirects=True)

    def signs_in(self, name: str, password: str) -> Self:
        return self.looks("/sign-in/").sends("", {"login": name, "password": password})

    def looks(self, path: str) -> Self:
        self.page = self.browser.get(path)
        return self

    def sends(
        self,
        action: str,
        typed: Mapping[str, str] = MappingProxyType({}),
        *,
        to: str | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> Self:
        """Send the form of the page that goes to ``action``, "" for the page itself, with fields typed over; ``to``
        another address.
        """
        forms, here = Forms(self.page.text).forms, action or self.path
        held = forms.get(action) or forms.get(here)
        assert held is not None, f"{self.page.url} has {list(forms)}, not {here}:\n{self.page.text}"
        self.page = self.browser.post(to or here, data={**held, **typed}, files=files)
        return self

    @property
    def path(self) -> str:
        return self.page.url.path

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def text(self) -> str:
        return self.page.text
