"""``manage.py close_account PERSON``: the person's sessions and seats end; the record keeps what it did."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auctions.errors import StepRefused
from auctions.services.leaving import close_account
from bidders.models import Person


class Command(BaseCommand):
    help = "End a person's sessions, second factors and seats. The record keeps what it did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"Nobody is called {options['username']}.")
        try:
            close_account(person=person)
        except StepRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The account {person} is closed: nobody signs in by it any more.")
