"""``python -m tests.config.staged_auction PASSWORD``: the tests' cast and its auction on other servers than the tests'
own; prints a code that invites somebody.
"""

import sys

import django


def main(password: str) -> None:
    django.setup()
    from django.contrib.auth.hashers import make_password

    from bidders.invitations import invite
    from bidders.models import Person
    from tests.cast import assemble

    cast = assemble(custodians=True)
    Person.objects.update(password=make_password(password))
    sys.stdout.write(invite(person=cast.alpha.viewer.person, hours=1).code)


if __name__ == "__main__":
    main(sys.argv[1])
