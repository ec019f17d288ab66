"""Addresses of the sign-in that django-allauth does: its views under its names, without a namespace, and none of its
other pages. What changes a person's factors asks for the second factor first.
"""

from allauth.account.views import account_inactive, login, password_change
from allauth.mfa.base.views import authenticate, index
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, login_webauthn
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache

from portals.account import step_up
from portals.account.passkeys import RemovePasskey


def own(view: step_up.View) -> step_up.View:
    """A page on which a person changes its own way in."""
    return never_cache(login_required(step_up.required(view)))


urlpatterns = [
    path("sign-in/", login, name="account_login"),
    path("sign-in/code/", authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/inactive/", account_inactive, name="account_inactive"),
    path("account/password/", own(password_change), name="account_change_password"),
    path("account/second-factor/", never_cache(index), name="mfa_index"),
    path("account/second-factor/app/", own(activate_totp), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", own(deactivate_totp), name="mfa_deactivate_totp"),
    path("account/second-factor/passkeys/add/", own(add_webauthn), name="mfa_add_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/remove/", own(RemovePasskey.as_view()), name="mfa_remove_webauthn"),
    path("account/second-factor/recovery-codes/", own(view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/second-factor/recovery-codes/new/", own(generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
