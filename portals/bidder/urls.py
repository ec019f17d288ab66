"""Addresses of the bidder's portal, beneath /bid/."""

from django.urls import path

from portals.bidder import files, messages, own_key, records, rounds, rules, signing

app_name = "bidder"

urlpatterns = [
    path("<slug:slug>/", rounds.show_round, name="round"),
    path("<slug:slug>/check/", rounds.check, name="check"),
    path("<slug:slug>/confirm/", rounds.confirm, name="confirm"),
    path("<slug:slug>/submit/", rounds.submit, name="submit"),
    path("<slug:slug>/status/", rounds.status, name="status"),
    path("<slug:slug>/autopilot/", rounds.set_autopilot, name="autopilot"),
    path("<slug:slug>/ballot.csv", files.download, name="file"),
    path("<slug:slug>/ballot.xlsx", files.download_sheet, name="sheet"),
    path("<slug:slug>/ballot/upload/", files.upload, name="upload"),
    path("<slug:slug>/waiting/", signing.waiting, name="waiting"),
    path("<slug:slug>/waiting/sign/", signing.sign, name="sign"),
    path("<slug:slug>/waiting/withdraw/", signing.withdraw, name="withdraw"),
    path("<slug:slug>/sealed/", own_key.own_key, name="own_key"),
    path("<slug:slug>/sealed/set/", own_key.set_own_key, name="set_own_key"),
    path("<slug:slug>/sealed/unlock/", own_key.unlock, name="unlock"),
    path("<slug:slug>/sealed/lock/", own_key.lock, name="lock"),
    path("<slug:slug>/receipts/<uuid:bid_id>/", records.receipt, name="receipt"),
    path("<slug:slug>/receipts/<uuid:bid_id>.json", records.receipt_file, name="receipt_file"),
    path("<slug:slug>/receipts/<uuid:bid_id>.pdf", records.receipt_paper, name="receipt_pdf"),
    path("<slug:slug>/result.pdf", records.statement, name="statement"),
    path("<slug:slug>/history/", records.history, name="history"),
    path("<slug:slug>/result/", records.result, name="result"),
    path("<slug:slug>/messages/", messages.messages, name="messages"),
    path("<slug:slug>/messages/send/", messages.send, name="send"),
    path("<slug:slug>/notices/<int:number>/acknowledge/", messages.acknowledge, name="acknowledge"),
    path("<slug:slug>/documents/<int:number>.pdf", messages.document, name="document"),
    path("<slug:slug>/rules/", rules.rules, name="rules"),
]
