"""Addresses of signing in and of a person's desk."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from portals.account.views import SignIn, desk

app_name = "account"

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(next_page="public:home"), name="sign_out"),
    path("desk/", desk, name="desk"),
]
