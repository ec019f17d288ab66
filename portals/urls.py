"""The addresses of all portals; a namespace a role."""

from django.urls import include, path

from portals import bundles
from portals.correspondence import record

urlpatterns = [
    path("", include("portals.account.urls")),
    path("", include("portals.account.sign_in_urls")),
    path("bid/", include("portals.bidder.urls")),
    path("regulator/", include("portals.regulator.drafts.urls")),
    path("regulator/", include("portals.regulator.urls")),
    path("record/<slug:slug>/bundle.zip", bundles.full, name="record"),
    path("record/<slug:slug>/messages/", record.messages, name="record_messages"),
    path("record/<slug:slug>/documents/<int:number>.pdf", record.document, name="record_document"),
    path("", include("portals.public.urls")),
]
