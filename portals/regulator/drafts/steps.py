"""The wizard's pages in order, and the fields that each has for the draft as it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from auctions.drafts import selectors
from auctions.drafts.document import Content
from auctions.drafts.models import AuctionDraft
from auctions.drafts.places import value_at
from portals.regulator.drafts import rule_groups
from portals.regulator.drafts.fields import Field, Kind
from portals.regulator.drafts.groups import Group, rows, within


@dataclass(frozen=True)
class Step:
    """One page: its name in the address, its title, its groups."""

    name: str
    title: Callable[[], str]
    groups: Callable[[AuctionDraft], list[Group]]


def _title(draft: AuctionDraft) -> list[Group]:
    return [
        Group(
            _("The auction"),
            fields=(
                Field("rulebook.title", _("Title")),
                Field(
                    "slug", _("Name in addresses"), hint=_("Lower-case letters, digits and hyphens, on every receipt.")
                ),
                Field("rulebook.notice", _("Notice"), hint=_("A sentence shown on every page of the auction, if any.")),
                Field("rulebook.unit.currency", _("Currency"), hint=_("Three letters, such as EUR.")),
                Field(
                    "rulebook.unit.multiple",
                    _("Bid unit"),
                    Kind.WHOLE,
                    hint=_("1000 where all amounts are in thousands of the currency."),
                ),
            ),
        )
    ]


def _categories(draft: AuctionDraft) -> list[Group]:
    found = value_at(draft.content, "rulebook.categories") or []
    places = [f"rulebook.categories[{index}]" for index in range(len(found))]
    groups = [_category(draft.content, place) for place in places]
    return [*groups, Group(_("Add a category"), adds_to="rulebook.categories")]


def _category(content: Content, place: str) -> Group:
    name = value_at(content, f"{place}.id") or _("new")
    fields = (
        Field("id", _("Short name"), hint=_("How bids name the category, such as 800.")),
        Field("name", _("Name")),
        Field("description", _("Description"), hint=_("What a lot is, such as 2 x 5 MHz.")),
        Field("supply", _("Lots for sale"), Kind.WHOLE),
        Field("reserve", _("Opening price a lot, in bid units"), Kind.WHOLE),
        Field("points", _("Eligibility points a lot"), Kind.WHOLE),
        Field("contiguous", _("Each winner gets adjacent lots (R-A1)"), Kind.FLAG),
    )
    columns = (
        Field("id", _("Lot")),
        Field("start", _("From (MHz)"), Kind.MHZ),
        Field("end", _("To (MHz)"), Kind.MHZ),
        Field("uplink_start", _("Uplink from"), Kind.MHZ),
        Field("uplink_end", _("Uplink to"), Kind.MHZ),
    )
    generated = (
        Field("first", _("First frequency (MHz)"), Kind.MHZ),
        Field("width", _("Width of a lot (MHz)"), Kind.MHZ),
        Field("uplink", _("First uplink frequency, if paired"), Kind.MHZ),
    )
    return Group(
        _("Category %(name)s") % {"name": name},
        fields=tuple(within(place, field) for field in fields),
        table=rows(content, f"{place}.lots", adds=_("Add a lot"), columns=columns),
        removes=place,
        generates=tuple(within(f"generate:{place}", field) for field in generated),
    )


def _bidders(draft: AuctionDraft) -> list[Group]:
    found = value_at(draft.content, "bidders") or []
    known = [
        ("", _("A new one, of this name")),
        *((each.slug, each.name) for each in selectors.bidding_organisations()),
    ]
    groups = [_bidder(draft.content, f"bidders[{index}]", known) for index in range(len(found))]
    return [*groups, Group(_("Add a bidder"), adds_to="bidders")]


def _bidder(content: Content, place: str, known: list[tuple[str, str]]) -> Group:
    names = _("User names, separated by commas.")
    fields = (
        Field("id", _("Short name"), hint=_("How results name the bidder.")),
        Field("name", _("Name")),
        Field("organisation", _("Organisation"), Kind.CHOICE, choices=known),
        Field("eligibility", _("Eligibility applied for, in points (R-C2)"), Kind.WHOLE),
        Field("deposit", _("Deposit, in bid units (R-C2, R-D1)"), Kind.WHOLE),
        Field("classes", _("Classes (R-D2)"), Kind.NAMES, hint=_("Short names of classes, separated by commas.")),
        Field("submitters", _("Submitters"), Kind.NAMES, hint=names),
        Field("preparers", _("Preparers"), Kind.NAMES, hint=names),
        Field("viewers", _("Viewers"), Kind.NAMES, hint=names),
        Field("two_signatures", _("A bid counts only when two submitters have signed it"), Kind.FLAG),
    )
    title = value_at(content, f"{place}.name") or value_at(content, f"{place}.id") or _("new")
    shown = tuple(within(place, field) for field in fields)
    return Group(_("Bidder %(name)s") % {"name": title}, fields=shown, removes=place)


def _schedule(draft: AuctionDraft) -> list[Group]:
    place = "rulebook.schedule"
    return [
        Group(
            _("Length of the rounds in minutes"),
            hint=_("What is proposed when a round is opened; the officers may choose otherwise then."),
            fields=(
                Field(f"{place}.clock_minutes", _("A clock round"), Kind.WHOLE),
                Field(f"{place}.supplementary_minutes", _("The supplementary round"), Kind.WHOLE),
                Field(f"{place}.assignment_minutes", _("An assignment round"), Kind.WHOLE),
            ),
        ),
        Group(
            _("Bidders who miss a clock round (R-C7)"),
            fields=(
                Field("rulebook.extensions.per_bidder", _("Extensions of each bidder"), Kind.WHOLE),
                Field("rulebook.extensions.minutes", _("Minutes of an extension"), Kind.WHOLE),
                Field(
                    "rulebook.extensions.other_channel",
                    _("A bid may come by telephone after a technical failure"),
                    Kind.FLAG,
                ),
            ),
        ),
    ]


def _disclosure(draft: AuctionDraft) -> list[Group]:
    place = "rulebook.disclosure"
    demand = [
        ("exact", _("exactly")),
        ("banded", _("in bands of excess demand")),
        ("excess_yes_no", _("whether there is excess demand")),
        ("hidden", _("not at all")),
    ]
    return [
        Group(
            _("Who learns what, and when (R-C8)"),
            fields=(
                Field(f"{place}.total_demand", _("Bidders learn each category's demand"), Kind.CHOICE, choices=demand),
                Field(
                    f"{place}.bands",
                    _("Lower ends of the bands"),
                    Kind.NUMBERS,
                    hint=_("Such as 1, 3, 5; for bands only."),
                ),
                Field(f"{place}.bidders_known", _("Who takes part is public"), Kind.FLAG),
                Field(f"{place}.prices_public", _("The public sees clock prices while the auction runs"), Kind.FLAG),
                Field(f"{place}.demand_public", _("The public sees demand while the auction runs"), Kind.FLAG),
            ),
        )
    ]


def _seed(draft: AuctionDraft) -> list[Group]:
    """The seed itself has a form of its own: it is never shown again."""
    people = [
        (seat.person.username, seat.get_role_display()) for seat in selectors.possible_custodians(draft.authority)
    ]
    told = ", ".join(f"{name} ({role})" for name, role in people)
    return [
        Group(
            _("Custodians of the sealed rounds"),
            hint=_(
                "Three people among whom the keys of sealed rounds are split; any two of them open one. "
                "With nobody named, ballots of sealed rounds rest in clear."
            ),
            fields=(Field("custodians", _("User names, separated by commas"), Kind.NAMES, hint=told),),
        )
    ]


STEPS = (
    Step("title", lambda: _("Title"), _title),
    Step("categories", lambda: _("Categories"), _categories),
    Step("bidders", lambda: _("Bidders"), _bidders),
    Step("rules", lambda: _("Rules and caps"), rule_groups.groups),
    Step("schedule", lambda: _("Schedule"), _schedule),
    Step("disclosure", lambda: _("Disclosure"), _disclosure),
    Step("seed", lambda: _("Seed and custodians"), _seed),
)
BY_NAME = {step.name: step for step in STEPS}


def after(step: Step) -> Step | None:
    """The page that follows; None after the last, which the preview follows."""
    index = STEPS.index(step) + 1
    return STEPS[index] if index < len(STEPS) else None
