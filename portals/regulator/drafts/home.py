"""The regulator's home: the authority's auctions, their mocks, and its drafts; and a new one."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from auctions import selectors as auctions
from auctions.drafts import access, selectors, services
from auctions.formats.presets import preset, preset_names
from portals.regulator.drafts.pages import REFUSED


class NewDraftForm(forms.Form):
    """A title, and the rules to begin from."""

    title = forms.CharField(
        label=_("Title"), max_length=150, error_messages={"required": _("Give the auction a title.")}
    )
    preset = forms.ChoiceField(
        label=_("Begin with the rules of"), error_messages={"required": _("Choose the rules to begin with.")}
    )

    def __init__(self, *data: object) -> None:
        super().__init__(*data)  # type: ignore[arg-type]
        choose = self.fields["preset"]
        assert isinstance(choose, forms.ChoiceField)  # noqa: S101 (declared above)
        choose.choices = [("", _("Choose")), *((name, preset(name).title) for name in preset_names())]


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everything that the person's authority runs, rehearses and prepares."""
    seat = access.access_authority(request.user)
    run: list[dict[str, Any]] = [
        {"auction": one, "phase": auctions.phase(one)} for one in auctions.auctions_of_authority(seat.organisation)
    ]
    context = {
        "authority": seat.organisation,
        "real": [each for each in run if not each["auction"].mock_of],
        "mocks": [each for each in run if each["auction"].mock_of],
        "drafts": selectors.drafts_of(seat.organisation),
    }
    return render(request, "drafts/home.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft from a ready-made rulebook."""
    seat = access.access_authority(request.user)
    form = NewDraftForm(request.POST) if request.method == "POST" else NewDraftForm()
    if form.is_valid():
        draft = services.begin_draft(by=seat, title=form.cleaned_data["title"], preset_name=form.cleaned_data["preset"])
        return redirect("drafts:step", draft.pk, "title")
    abouts = [(preset(name).title, preset(name).about) for name in preset_names()]
    status = REFUSED if form.is_bound else 200
    return render(request, "drafts/new.html", {"form": form, "abouts": abouts}, status=status)
