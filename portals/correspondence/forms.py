"""What people type into messages and notices, and the files that are issued."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from auctions.correspondence import LONGEST_TEXT, LONGEST_TITLE

FOR_BIDDERS, FOR_EVERYBODY = "bidders", "everybody"
READERS = ((FOR_BIDDERS, _("All bidders")), (FOR_EVERYBODY, _("Everybody: also on the public page")))


class SentOnceForm(forms.Form):
    """A form with a key of its own, so that a double click is one message, one notice, one document."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"form_key": uuid.uuid4()})


class MessageForm(SentOnceForm):
    text = forms.CharField(
        label=_("Message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the message.")},
    )


class NoticeForm(SentOnceForm):
    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, error_messages={"required": _("Give the notice a title.")}
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the notice.")},
    )
    readers = forms.ChoiceField(
        label=_("Who may read it"), choices=READERS, error_messages={"required": _("Choose who may read it.")}
    )
    must_acknowledge = forms.BooleanField(
        label=_("Every bidder has to acknowledge it: its pages say so until a submitter has"), required=False
    )

    @property
    def notice(self) -> dict[str, Any]:
        """Of a valid form, what ``services.give_notice`` is given."""
        given = dict(self.cleaned_data)
        public = given.pop("readers") == FOR_EVERYBODY
        return {**given, "public": public}


class DocumentForm(SentOnceForm):
    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, error_messages={"required": _("Give the document a title.")}
    )
    readers = forms.ChoiceField(
        label=_("Who may read it"), choices=READERS, error_messages={"required": _("Choose who may read it.")}
    )
    file = forms.FileField(
        label=_("PDF file"), help_text=_("At most 10 MB."), error_messages={"required": _("Choose a file.")}
    )

    @property
    def document(self) -> dict[str, Any]:
        """Of a valid form, what ``services.issue_document`` is given."""
        given = dict(self.cleaned_data)
        public, content = given.pop("readers") == FOR_EVERYBODY, given.pop("file").read()
        return {**given, "public": public, "content": content}
