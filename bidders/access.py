"""The person behind a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from bidders.models import Person


def person_of(request: HttpRequest) -> Person:
    """Who is signed in. Raises PermissionDenied where nobody is."""
    if not isinstance(request.user, Person):
        raise PermissionDenied("Sign in first.")
    return request.user
