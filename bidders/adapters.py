"""How django-allauth is fitted in: sign-in by user name alone, nobody signs up, secrets of second factors encrypted."""

from typing import Any

import nacl.secret
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nacl.encoding import Base64Encoder
from nacl.exceptions import CryptoError

from bidders import second_factor
from bidders.browsers import known_browser


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited, they do not sign up; wrong passwords are counted by django-axes (see bidders.browsers)."""

    error_messages = {  # noqa: RUF012 (as the base class has it)
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("The user name and the password do not belong together."),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts from your address. Wait 15 minutes, or sign in with a passkey."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down whoever tries many names from one address. Browsers a person is known in are not concerned:
        allauth's own count by name would let anybody lock anybody out.
        """
        known = known_browser(request, credentials.get("username", ""))
        if known is None and not ratelimit.consume(request, action="unknown_browser"):
            raise self.validation_error("too_many_login_attempts")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes rest encrypted under a key derived from SECRET_KEY."""

    error_messages = {  # noqa: RUF012 (as the base class has it)
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is wrong, too old, or was used before. Enter the one shown now."),
        "too_many_codes": gettext_lazy("Too many wrong codes. Wait 5 minutes, or use a passkey."),
        "cannot_delete_authenticator": gettext_lazy(
            "This is your only second factor. Set up another one first; then this one can go."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box(settings.SECRET_KEY).encrypt(text.encode(), encoder=Base64Encoder).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises CryptoError where neither SECRET_KEY nor any of SECRET_KEY_FALLBACKS opens it."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _box(key).decrypt(encrypted_text.encode(), encoder=Base64Encoder).decode()
            except CryptoError:
                continue
        raise CryptoError("no key of this installation opens the secret of a second factor")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=second_factor.FACTORS)
        return not settings.SECOND_FACTOR_REQUIRED or others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("Passkey %(n)d") % {"n": Authenticator.objects.filter(user=user, type=type).count() + 1}


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code after the password; which codes pass is ``second_factor.accept_code``'s to say."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.authenticator = second_factor.accept_code(context.request, self.user, code)
        return code


def _box(secret: str) -> nacl.secret.SecretBox:
    return nacl.secret.SecretBox(salted_hmac("second factor", "", secret=secret, algorithm="sha256").digest())
