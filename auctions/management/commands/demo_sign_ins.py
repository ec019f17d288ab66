"""``manage.py demo_sign_ins``: print who can sign in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from auctions.demonstration.sign_ins import PASSPHRASE, PASSWORD, NotTheDemonstration, require_embedded, table


class Command(BaseCommand):
    help = "Print who can sign in to the demonstration, and the password."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_embedded()
        except NotTheDemonstration as error:
            raise CommandError(str(error)) from error
        rows = table()
        if not rows:
            raise CommandError("There is nobody yet: run manage.py load_demo first.")
        width = max(len(row.username) for row in rows)
        role_width = max(len(row.role) for row in rows)
        for row in rows:
            self.stdout.write(f"  {row.username:<{width}}  {row.role:<{role_width}}  {row.organisation}")
        self.stdout.write(f"Password of all of them: {PASSWORD}")
        self.stdout.write(f"Passphrase of the custodians' shares and of every bidder's sealed ballots: {PASSPHRASE}")
        self.stdout.write("A real installation asks for a second factor, too; here you may set one up under Account.")
