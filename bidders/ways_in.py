"""What lets a person in: second factors, sessions and browsers it is known in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from bidders.models import Person, SignIn


def forget(person: Person) -> None:
    """All of it is gone; what remains is the password."""
    Authenticator.objects.filter(user=person).delete()
    SignIn.objects.filter(person=person).update(browser=None)
    for session in UserSession.objects.filter(user=person):
        session.end()
