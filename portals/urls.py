"""The addresses of all portals; a namespace a role."""

from django.urls import include, path

from portals import bundles

urlpatterns = [
    path("", include("portals.account.urls")),
    path("", include("portals.account.sign_in_urls")),
    path("bid/", include("portals.bidder.urls")),
    path("regulator/", include("portals.regulator.urls")),
    path("record/<slug:slug>/bundle.zip", bundles.full, name="record"),
    path("", include("portals.public.urls")),
]
