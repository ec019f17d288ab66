"""The first password, and a new one after everything was lost: a code that works once, for a while."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from bidders.invitations import invite
from bidders.models import Invitation, Outcome, Person, Seat, SeatRole, SignIn
from tests.cast import Cast
from tests.portals.account.signing_in import PASSWORD, App, Browser, factors, later, recovery_codes_of

NEW = "four new words together"
REFUSED = "This user name and code do not belong together, or the code was used or is too old. Ask for a new one."


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue()


def code_in(printed: str) -> str:
    found = re.search(r"^Code: +(\S+)$", printed, re.MULTILINE)
    assert found is not None
    return found[1]


def accept(username: str, code: str, password: str = NEW) -> str:
    answer = Browser().post("account:invitation", username=username, code=code, password=password, again=password)
    return str(answer.headers.get("Location") or answer.content.decode())


def test_a_new_person_is_created_seated_and_lets_itself_in(cast: Cast) -> None:
    seat = ("--organisation", "alpha", "--role", "submitter", "--name", "Ann Other")
    code = code_in(command("ann", *seat))

    assert accept("ann", code) == "/sign-in/"
    browser = Browser()
    browser.sign_in(Person.objects.get(username="ann"), NEW)
    assert browser.is_in
    assert Seat.objects.get(person__username="ann").role == SeatRole.SUBMITTER


def test_the_first_officer_of_an_authority_founds_it(db: None) -> None:
    command("olga", "--organisation", "authority", "--role", "auctioneer", "--found", "The Authority")

    seat = Seat.objects.get(person__username="olga")
    assert (seat.organisation.name, seat.organisation.kind) == ("The Authority", "regulator")


def test_before_the_code_is_used_a_new_person_cannot_sign_in(cast: Cast) -> None:
    command("ann", "--organisation", "alpha", "--role", "viewer")

    assert not Person.objects.get(username="ann").has_usable_password()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "Nobody is called nobody: to create the person, say where it sits."),
        (("ann", "--organisation", "alpha"), "--organisation and --role go together."),
        (("ann", "--organisation", "nowhere", "--role", "viewer"), "There is no organisation nowhere. There are: alph"),
        (("ann", "--organisation", "alpha", "--role", "auctioneer"), "of kind bidder has no seat of role auctioneer"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_creates_nobody(cast: Cast, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        command(*arguments)

    assert not Person.objects.filter(username__in=["nobody", "ann"]).exists()


def test_the_code_is_nowhere_but_on_the_screen_and_works_however_it_is_copied(cast: Cast, person: Person) -> None:
    code = invite(person=person, hours=1).code

    assert len(code.replace("-", "")) == 24
    assert code not in str(Invitation.objects.values_list()) and code.replace("-", "") not in str(
        Invitation.objects.values_list()
    )
    assert accept(person.username, f" {code.lower().replace('-', ' ')}") == "/sign-in/"


def test_a_code_works_once(person: Person) -> None:
    code = invite(person=person, hours=1).code
    accept(person.username, code)

    assert REFUSED in accept(person.username, code, "yet another good password")


def test_a_code_is_too_old_after_its_hours(person: Person) -> None:
    code = invite(person=person, hours=1).code
    with later(minutes=61):
        assert REFUSED in accept(person.username, code)


def test_a_new_code_makes_the_one_before_worthless(person: Person) -> None:
    first = invite(person=person, hours=1).code
    invite(person=person, hours=1)

    assert REFUSED in accept(person.username, first)


def test_the_code_of_one_person_is_not_anothers_and_unknown_names_read_the_same(cast: Cast, person: Person) -> None:
    code = invite(person=person, hours=1).code
    pages = [accept(name, code) for name in ("beta-submitter", "nobody at all")]

    assert [REFUSED in page for page in pages] == [True, True]


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "at least 12 characters"), ("alpha-submitter", "too similar to the username")],
)
def test_a_weak_password_is_refused_and_the_code_still_works(person: Person, password: str, said: str) -> None:
    code = invite(person=person, hours=1).code

    assert said in accept(person.username, code, password)
    assert accept(person.username, code) == "/sign-in/"


def test_until_the_code_is_used_nothing_changes_and_then_everything_from_before_is_gone(person: Person) -> None:
    app, browser = App(person), Browser()
    recovery_codes_of(person)
    browser.sign_in(person, code=app.code())
    code = invite(person=person, hours=1).code
    untouched = browser.is_in, factors(person)

    accept(person.username, code)

    assert untouched == (True, {"totp", "recovery_codes"})
    assert (browser.is_in, factors(person)) == (False, set())
    assert set(SignIn.objects.filter(outcome=Outcome.SIGNED_IN).values_list("browser", flat=True)) == {None}
    assert not Person.objects.get(pk=person.pk).check_password(PASSWORD)
