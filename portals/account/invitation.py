"""Accepting an invitation: name and code in a form, never in an address, where logs and histories would keep them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bidders.errors import InvitationRefused
from bidders.invitations import accept, person_invited


class InvitationForm(forms.Form):
    """The code is checked before the password, so that a password is judged for the person it is to be of."""

    username = forms.CharField(
        label=gettext_lazy("Username"),
        error_messages={"required": gettext_lazy("Enter your username.")},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the invitation"),
        error_messages={"required": gettext_lazy("Enter the code of the invitation.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 12 characters; several words are easy to remember and hard to guess."),
        error_messages={"required": gettext_lazy("Enter a new password.")},
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password, again"),
        error_messages={"required": gettext_lazy("Enter the new password again.")},
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.errors:
            return given
        try:
            person = person_invited(username=given["username"], code=given["code"])
        except InvitationRefused as error:
            raise forms.ValidationError(str(error)) from error
        if given["password"] != given["again"]:
            self.add_error("again", _("This is not the same as above."))
        try:
            validate_password(given["password"], person)
        except forms.ValidationError as error:
            self.add_error("password", error)
        return given


@never_cache
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Set the password, then sign in with it."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            accept(username=given["username"], code=given["code"], password=given["password"])
        except InvitationRefused as error:  # used by another form in this very moment
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your password is set. Sign in with it; then you set up your second factor."))
            return redirect("account_login")
    return render(request, "account/invitation.html", {"form": form}, status=422 if form.errors else 200)
