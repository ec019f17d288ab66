"""The wizard's pages: read, write, and what is typed judged while it is typed.

Every page works without scripts: "Save and continue" stores what was typed, right or wrong, and goes on where it is
right. With scripts the form sends itself while it is typed in, and what comes back is the refusals beside their fields.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from auctions.drafts import access, selectors, services
from auctions.drafts.document import Content
from auctions.drafts.errors import DraftChanged
from auctions.drafts.models import AuctionDraft, DraftStatus
from auctions.errors import AuctionError
from bidders.models import Seat
from portals.regulator.drafts.editing import asks_for_rows, edited
from portals.regulator.drafts.groups import Group, nearest, shown
from portals.regulator.drafts.steps import BY_NAME, STEPS, Step, after
from winner_determination.documents import DocumentError

REFUSED, STALE = 422, 409


@dataclass(frozen=True)
class DraftPage:
    """One request of an officer for a draft, checked and looked up once."""

    draft: AuctionDraft
    seat: Seat
    refusals: list[DocumentError]

    @property
    def is_open(self) -> bool:
        """Whether it may be written in."""
        return self.draft.status == DraftStatus.WRITING

    def url(self, name: str, *more: Any) -> str:
        return reverse(f"drafts:{name}", args=[self.draft.pk, *more])

    def context(self, current: str, **more: Any) -> dict[str, Any]:
        """What all pages of a draft are drawn from; ``current`` is the step that is shown."""
        places = [(step.name, step.title(), self.url("step", step.name)) for step in STEPS]
        places.append(("preview", _("Preview and rehearsal"), self.url("preview")))
        return {
            "draft": self.draft,
            "is_open": self.is_open,
            "navigation": [
                {"label": _("Auctions and drafts"), "url": reverse("drafts:home"), "current": False},
                *({"label": label, "url": url, "current": name == current} for name, label, url in places),
            ],
            **more,
        }


def draft_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for officers of the authority whose draft it is; others find nothing."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, draft: int, **named: Any) -> HttpResponse:
        allowed = access.access_draft(request.user, draft)
        return view(request, look_up(allowed.draft, allowed.seat), **named)

    return guarded


def look_up(draft: AuctionDraft, seat: Seat) -> DraftPage:
    """The page; a hosted draft is not judged again, as its own name is taken by now."""
    return DraftPage(draft, seat, [] if draft.auction_id else selectors.refusals(draft))


@draft_page
def step(request: HttpRequest, page: DraftPage, step: str) -> HttpResponse:
    """One page of the draft: GET shows it (with its refusals where the preview sent the officer here), POST stores."""
    if step not in BY_NAME:
        raise Http404(_("The wizard has no such page."))
    asked = BY_NAME[step]
    if request.method != "POST":
        return _page(request, page, asked, told="check" in request.GET)
    return _store(request, page, asked)


def _store(request: HttpRequest, page: DraftPage, asked: Step) -> HttpResponse:
    """Write the form into the draft; then the same page with refusals, or the next one."""
    draft, as_typed = page.draft, "HX-Request" in request.headers
    try:
        content = edited(draft.content, asked.groups(draft), request.POST.dict())
        version = int(request.POST.get("version", "") or 0)
        changed = services.change_draft(draft=draft, by=page.seat, version=version, content=content)
    except (AuctionError, ValueError) as error:
        problem = str(error) if isinstance(error, AuctionError) else str(DraftChanged())
        status = STALE if isinstance(error, DraftChanged) else REFUSED
        return _answer(request, page, asked, problem=problem, status=200 if as_typed else status)
    stored = look_up(changed, page.seat)
    if as_typed:
        return _answer(request, stored, asked)
    if asks_for_rows(request.POST.dict()):
        return redirect(f"{stored.url('step', asked.name)}#end" if "add" in request.POST else request.path)
    if belonging(stored, asked):
        return _page(request, stored, asked, told=True, status=REFUSED)
    messages.success(request, _("Saved."))
    following = after(asked)
    return redirect(stored.url("step", following.name) if following else stored.url("preview"))


def _answer(
    request: HttpRequest, page: DraftPage, asked: Step, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """To a form that was typed in, the refusals alone; else the page."""
    if "HX-Request" not in request.headers:
        return _page(request, page, asked, told=True, problem=problem, status=status)
    context = {"draft": page.draft, "groups": groups_of(page, asked, told=not problem), "problem": problem}
    return render(request, "drafts/typed.html", context)


def _page(
    request: HttpRequest, page: DraftPage, asked: Step, *, told: bool, problem: str = "", status: int = 200
) -> HttpResponse:
    wrong = belonging(page, asked) if told else []
    context = page.context(
        asked.name,
        step=asked,
        title=asked.title(),
        groups=groups_of(page, asked, told=told),
        elsewhere=[refusal for refusal in wrong if nearest(refusal.place, _fields(page.draft, asked)) is None],
        problem=problem,
        wrong=len(wrong),
        has_seed=bool(page.draft.content["rulebook"].get("seed_commitment")),
    )
    return render(request, "drafts/step.html", context, status=status)


def groups_of(page: DraftPage, asked: Step, *, told: bool) -> tuple[Group, ...]:
    return shown(asked.groups(page.draft), page.draft.content, belonging(page, asked) if told else [])


def belonging(page: DraftPage, asked: Step) -> list[DocumentError]:
    """The refusals whose place a page shows; those that no page shows are the first one's."""
    return [refusal for refusal in page.refusals if step_of(page.draft, refusal) is asked]


def step_of(draft: AuctionDraft, refusal: DocumentError) -> Step:
    for each in STEPS:
        if nearest(refusal.place, _fields(draft, each)) is not None:
            return each
    return BY_NAME["seed"] if refusal.place == "rulebook.seed_commitment" else _containing(refusal)


def _containing(refusal: DocumentError) -> Step:
    """The page of what has no field of its own: an empty list, or what is set in the file."""
    if refusal.place.startswith("bidders"):
        return BY_NAME["bidders"]
    return BY_NAME["categories" if refusal.place.startswith("rulebook.categories") else "rules"]


def _fields(draft: AuctionDraft, asked: Step) -> list[Any]:
    return [field for group in asked.groups(draft) for field in group.all_fields]


def wrong_lines(page: DraftPage) -> list[tuple[str, str, DocumentError]]:
    """Every refusal with the title and address of the page where it is mended."""
    found: list[tuple[str, str, DocumentError]] = []
    for refusal in page.refusals:
        asked = step_of(page.draft, refusal)
        found.append((asked.title(), f"{page.url('step', asked.name)}?check", refusal))
    return found


def preserved(content: Content) -> list[str]:
    """Parts of the rulebook that no page shows and that say something: set in the file, kept as they are."""
    rules = content["rulebook"]
    found = [name for name in ("reserved_portfolios",) if rules.get(name)]
    if isinstance(rules.get("assignment"), dict) and rules["assignment"].get("sequence"):
        found.append("assignment.sequence")
    for category in rules.get("categories", []):
        found += [
            f"{category.get('id')}.{name}" for name in ("holdings", "guard_after", "excluded") if category.get(name)
        ]
    return found
