"""Addresses of an authority's auctions and drafts, beneath /regulator/."""

from django.urls import path

from portals.regulator.drafts import acts, home, pages, preview, rehearsals

app_name = "drafts"
urlpatterns = [
    path("", home.home, name="home"),
    path("drafts/new/", home.new, name="new"),
    path("drafts/<int:draft>/", preview.preview, name="preview"),
    path("drafts/<int:draft>/auction.json", preview.file, name="file"),
    path("drafts/<int:draft>/upload/", acts.upload, name="upload"),
    path("drafts/<int:draft>/commitment/", acts.seed, name="commit"),
    path("drafts/<int:draft>/discard/", acts.discard, name="discard"),
    path("drafts/<int:draft>/propose/", acts.propose, name="propose"),
    path("drafts/<int:draft>/withdraw/", acts.withdraw, name="withdraw"),
    path("drafts/<int:draft>/refuse/", acts.refuse, name="refuse"),
    path("drafts/<int:draft>/approve/", acts.approve, name="approve"),
    path("drafts/<int:draft>/mock/", acts.mock, name="mock"),
    path("drafts/<int:draft>/rehearse/", rehearsals.start, name="rehearse"),
    path("drafts/<int:draft>/rehearsals/<int:rehearsal>/", rehearsals.rehearsal, name="rehearsal"),
    path("drafts/<int:draft>/rehearsals/<int:rehearsal>/course-<int:number>.json", rehearsals.file, name="course"),
    path("drafts/<int:draft>/<slug:step>/", pages.step, name="step"),
]
