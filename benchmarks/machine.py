"""What a reader needs to know about the machine and the versions behind a measurement; nothing that names it."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any


def machine(packages: Iterable[str]) -> dict[str, Any]:
    """Date, processor, Python and the versions of ``packages`` (None where not installed)."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "packages": {package: _version(package) for package in packages},
    }


def in_words(facts: dict[str, Any]) -> str:
    """One line for a page."""
    packages = ", ".join(f"{name} {found}" for name, found in facts["packages"].items() if found)
    return (
        f"Measured {facts['date']} on {facts['cores']} cores ({facts['system']} {facts['architecture']}, load "
        f"{facts['load_average']} at the start), Python {facts['python']}, {packages}; one thread a solve."
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
