"""Once a day what is worth nothing any more is thrown away, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from bidders.housekeeping import tidy_up
from bidders.invitations import invite
from bidders.models import Invitation, Outcome, SignIn
from bidders.tasks import tidy_up_daily
from config import celery_app
from tests.cast import a_person

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here has one."""


def test_sign_ins_are_kept_for_the_documented_time() -> None:
    person = a_person()
    kept = SignIn.objects.create(person=person, outcome=Outcome.SIGNED_IN)
    old = SignIn.objects.create(person=person, outcome=Outcome.SIGNED_IN)
    days = timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    SignIn.objects.filter(pk=old.pk).update(at=NOW - days - timedelta(hours=1))
    SignIn.objects.filter(pk=kept.pk).update(at=NOW - days + timedelta(hours=1))
    removed = tidy_up()

    assert removed["sign_ins"] == 1
    assert list(SignIn.objects.all()) == [kept]


def test_an_invitation_that_nobody_can_use_any_more_is_gone() -> None:
    invite(person=a_person(), hours=-1)
    invite(person=a_person("still-invited"), hours=1)
    removed = tidy_up()

    assert removed["invitations"] == 1
    assert Invitation.objects.get().person.username == "still-invited"


def test_sessions_beyond_their_longest_life_are_gone_from_both_tables() -> None:
    for key, hours in (("over", -1), ("alive", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(hours=hours))
        session = UserSession.objects.create(user=a_person(key), session_key=key, ip="192.0.2.1", user_agent="")
        began = NOW + timedelta(hours=hours) - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        UserSession.objects.filter(pk=session.pk).update(created_at=began)
    removed = tidy_up()

    assert removed["sessions"] == 1
    assert [each.session_key for each in Session.objects.all()] == ["alive"]
    assert [each.session_key for each in UserSession.objects.all()] == ["alive"]


def test_counts_whose_time_is_over_are_gone_and_what_still_counts_stays() -> None:
    key = str(uuid4())
    cache.set(key, 1, 300)
    cache.set(f"{key}-old", 1, 300)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cached SET expires = now() - interval '1 s' WHERE cache_key LIKE '%%-old'")
    removed = tidy_up()

    assert removed["counts"] >= 1
    assert cache.get(key) == 1


def test_it_is_due_every_day() -> None:
    (entry,) = [each for each in celery_app.conf.beat_schedule.values() if each["task"] == tidy_up_daily.name]

    assert entry["schedule"].hour == {3}
    assert len(entry["schedule"].day_of_month) == 31
