"""Addresses of a person's desk and of what it sees of its own account; signing in itself is in ``sign_in_urls``."""

from django.urls import path

from portals.account.desk import desk
from portals.account.invitation import accept_invitation
from portals.account.seats import seats
from portals.account.sessions import end_session, sessions
from portals.account.setup import clock, practice_file, setup
from portals.account.sign_ins import sign_ins
from portals.account.sign_out import SignOut

app_name = "account"

urlpatterns = [
    path("sign-out/", SignOut.as_view(next_page="public:home"), name="sign_out"),
    path("invitation/", accept_invitation, name="invitation"),
    path("desk/", desk, name="desk"),
    path("account/sessions/", sessions, name="sessions"),
    path("account/sessions/end/", end_session, name="end_session"),
    path("account/sign-ins/", sign_ins, name="sign_ins"),
    path("account/seats/", seats, name="seats"),
    path("account/setup/", setup, name="setup"),
    path("account/setup/clock.json", clock, name="setup_clock"),
    path("account/setup/practice.csv", practice_file, name="setup_file"),
]
