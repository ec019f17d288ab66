"""Addresses of the public pages. Nobody signs in here."""

from django.urls import path

from portals import bundles
from portals.public import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("auctions/<slug:slug>/", views.auction, name="auction"),
    path("auctions/<slug:slug>/status/", views.status, name="status"),
    path("auctions/<slug:slug>/rounds.csv", views.rounds_csv, name="rounds_csv"),
    path("auctions/<slug:slug>/rounds.json", views.rounds_json, name="rounds_json"),
    path("auctions/<slug:slug>/auction.json", views.file, name="file"),
    path("auctions/<slug:slug>/bundle.zip", bundles.public, name="bundle"),
    path("auctions/<slug:slug>/documents/<int:number>.pdf", views.document, name="document"),
    path("auctions/<slug:slug>/result.json", views.result_file, name="result_file"),
]
