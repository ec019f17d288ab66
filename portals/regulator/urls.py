"""Addresses of the regulator's portal, beneath /regulator/."""

from django.urls import path

from portals.regulator import control_room, deposits, interruptions, journal, proposals, rounds, steps, surrogate

app_name = "regulator"
urlpatterns = [
    path("<slug:slug>/", control_room.control_room, name="control_room"),
    path("<slug:slug>/status/", control_room.status, name="status"),
    path("<slug:slug>/live/", control_room.live, name="live"),
    path("<slug:slug>/rounds/", control_room.rounds, name="rounds"),
    path("<slug:slug>/result/", control_room.result, name="result"),
    path("<slug:slug>/journal/", journal.journal, name="journal"),
    path("<slug:slug>/proposals/", proposals.proposals, name="proposals"),
    path("<slug:slug>/proposals/<int:number>/", proposals.proposal, name="proposal"),
    path("<slug:slug>/proposals/<int:number>/approve/", proposals.approve, name="approve"),
    path("<slug:slug>/proposals/<int:number>/refuse/", proposals.refuse, name="refuse"),
    path("<slug:slug>/proposals/<int:number>/withdraw/", proposals.withdraw, name="withdraw"),
    path("<slug:slug>/telephone/", surrogate.choose, name="surrogate"),
    path("<slug:slug>/telephone/<int:participant>/", surrogate.form, name="surrogate_form"),
    path("<slug:slug>/telephone/<int:participant>/check/", surrogate.check, name="surrogate_check"),
    path("<slug:slug>/telephone/<int:participant>/confirm/", surrogate.confirm, name="surrogate_confirm"),
    path("<slug:slug>/telephone/<int:participant>/propose/", surrogate.submit, name="surrogate_submit"),
    path("<slug:slug>/telephone/<int:participant>/ballot.csv", surrogate.file, name="surrogate_file"),
    path("<slug:slug>/telephone/<int:participant>/upload/", surrogate.upload, name="surrogate_upload"),
    path("<slug:slug>/deposits/", deposits.deposits, name="deposits"),
    path("<slug:slug>/deposits/record/", deposits.record, name="record_deposit"),
    path("<slug:slug>/deposits/forfeit/", deposits.forfeit, name="forfeit_deposit"),
    path("<slug:slug>/open/", rounds.open_round, name="open"),
    path("<slug:slug>/open/preview/", rounds.preview, name="preview"),
    path("<slug:slug>/extend/", rounds.extend, name="extend"),
    path("<slug:slug>/pause/", interruptions.pause, name="pause"),
    path("<slug:slug>/resume/", interruptions.resume, name="resume"),
    path("<slug:slug>/void/", interruptions.void, name="void"),
    path("<slug:slug>/close/", steps.close, name="close"),
    path("<slug:slug>/decide/", steps.decide, name="decide"),
    path("<slug:slug>/determine/", steps.determine, name="determine"),
    path("<slug:slug>/verify/", steps.verify, name="verify"),
    path("<slug:slug>/certify/", steps.certify, name="certify"),
    path("<slug:slug>/publish/", steps.publish, name="publish"),
]
