"""Addresses of the bidder's portal, beneath /bid/."""

from django.urls import path

from portals.bidder import files, records, rounds, rules, signing

app_name = "bidder"

urlpatterns = [
    path("<slug:slug>/", rounds.show_round, name="round"),
    path("<slug:slug>/check/", rounds.check, name="check"),
    path("<slug:slug>/confirm/", rounds.confirm, name="confirm"),
    path("<slug:slug>/submit/", rounds.submit, name="submit"),
    path("<slug:slug>/status/", rounds.status, name="status"),
    path("<slug:slug>/autopilot/", rounds.set_autopilot, name="autopilot"),
    path("<slug:slug>/ballot.csv", files.download, name="file"),
    path("<slug:slug>/ballot/upload/", files.upload, name="upload"),
    path("<slug:slug>/waiting/", signing.waiting, name="waiting"),
    path("<slug:slug>/waiting/sign/", signing.sign, name="sign"),
    path("<slug:slug>/waiting/withdraw/", signing.withdraw, name="withdraw"),
    path("<slug:slug>/receipts/<uuid:bid_id>/", records.receipt, name="receipt"),
    path("<slug:slug>/receipts/<uuid:bid_id>.json", records.receipt_file, name="receipt_file"),
    path("<slug:slug>/history/", records.history, name="history"),
    path("<slug:slug>/result/", records.result, name="result"),
    path("<slug:slug>/rules/", rules.rules, name="rules"),
]
