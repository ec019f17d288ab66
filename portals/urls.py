"""The addresses of all portals; a namespace a role."""

from django.urls import include, path

urlpatterns = [
    path("", include("portals.account.urls")),
    path("bid/", include("portals.bidder.urls")),
    path("regulator/", include("portals.regulator.urls")),
    path("", include("portals.public.urls")),
]
