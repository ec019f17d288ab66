"""``manage.py invite USERNAME``: a code with which a person sets a password, for the first time or anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bidders.errors import RoleDoesNotFit
from bidders.invitations import invite
from bidders.models import ROLES_OF_KIND, Organisation, Person, SeatRole
from bidders.services import found_organisation, seat_person


class Command(BaseCommand):
    help = "Print a code, good once, with which a person sets a password. A person who is new is created and seated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--organisation", metavar="SLUG", help="seat the person there, with --role")
        parser.add_argument("--role", choices=SeatRole.values)
        parser.add_argument("--found", metavar="NAME", help="found the organisation, if there is none with that slug")
        parser.add_argument("--name", default="", help="the person's full name")
        parser.add_argument("--hours", type=int, default=72, help="how long the code works (72)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if (options["organisation"] is None) != (options["role"] is None):
            raise CommandError("--organisation and --role go together.")
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            if options["role"] is None:
                raise CommandError(f"Nobody is called {options['username']}: to create the person, say where it sits.")
            first, _, last = options["name"].rpartition(" ")
            person = Person(username=options["username"], first_name=first, last_name=last)
            person.set_unusable_password()
            person.save()
        if not person.is_active:
            raise CommandError(f"The account {person} was closed: give the person another user name.")
        if options["role"] is not None:
            role = SeatRole(options["role"])
            if options["found"]:
                kind = next(kind for kind, roles in ROLES_OF_KIND.items() if role in roles)
                found_organisation(name=options["found"], slug=options["organisation"], kind=kind)
            self._seat(person, options["organisation"], role)
        issued = invite(person=person, hours=options["hours"])
        self.stdout.write(f"User name: {person.get_username()}")
        self.stdout.write(f"Code:      {issued.code}")
        self.stdout.write(f"Page:      /invitation/ (until {issued.expires_at:%Y-%m-%d %H:%M} UTC, once)")
        self.stdout.write("The code is kept nowhere: hand it over by a way on which nobody else reads it.")

    def _seat(self, person: Person, slug: str, role: SeatRole) -> None:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no organisation {slug}. There are: {known or 'none'}.")
        try:
            seat_person(person=person, organisation=organisation, role=role)
        except RoleDoesNotFit as error:
            raise CommandError(str(error)) from error
