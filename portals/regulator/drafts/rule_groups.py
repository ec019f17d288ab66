"""The page of rules and caps: what an authority decides most often, a group for each part of the rulebook.

What is rarer (holdings, reserved portfolios, weights, steps of the assignment) is set in the file, and kept as it is.
"""

from django.utils.translation import gettext as _

from auctions.drafts.document import Content
from auctions.drafts.models import AuctionDraft
from portals.regulator.drafts.fields import Field, Kind
from portals.regulator.drafts.groups import Group, rows


def groups(draft: AuctionDraft) -> list[Group]:
    content = draft.content
    return [
        _activity(),
        _increments(content),
        _closing(),
        _supplementary(),
        _prices(),
        _caps(content),
        _excluded(content),
        _classes(content),
        _set_asides(content),
        _deposits(content),
    ]


def _activity() -> Group:
    rules = [
        ("relaxed", _("points, relaxed where the package became relatively cheaper (R-C4)")),
        ("points", _("points alone (R-C3)")),
        ("warp", _("consistent with every earlier round (R-C4)")),
        ("garp", _("no cycle of revealed preference, in place of points")),
        ("monotone", _("no category may rise")),
        ("none", _("none")),
    ]
    rounding = [("down", _("down")), ("up", _("up")), ("nearest", _("to the nearest"))]
    return Group(
        _("Activity in the clock rounds"),
        fields=(
            Field("rulebook.activity.rule", _("Activity rule"), Kind.CHOICE, choices=rules),
            Field(
                "rulebook.activity.requirement",
                _("Share of eligibility that must be used to keep it"),
                Kind.REQUIREMENT,
                hint=_("Such as 100%, or by rounds: 1: 70%, 10: 100%"),
            ),
            Field("rulebook.activity.rounding", _("Eligibility kept is rounded"), Kind.CHOICE, choices=rounding),
        ),
    )


def _increments(content: Content) -> Group:
    place = "rulebook.increments"
    measure = [("lots", _("in lots")), ("percent_of_supply", _("in per cent of supply"))]
    columns = (
        Field("excess", _("Excess demand from"), Kind.WHOLE),
        Field("percent", _("Price rises by, per cent"), Kind.SHARE),
    )
    return Group(
        _("Price increments (R-C5)"),
        fields=(
            Field(f"{place}.measure", _("Excess demand is counted"), Kind.CHOICE, choices=measure),
            Field(f"{place}.auctioneer_may_choose", _("The auctioneer may choose other prices"), Kind.FLAG),
            Field(f"{place}.lowest", _("by at least, per cent"), Kind.SHARE),
            Field(f"{place}.highest", _("by at most, per cent"), Kind.SHARE),
            Field(f"{place}.round_to", _("Prices are rounded up to a multiple of"), Kind.WHOLE),
        ),
        table=rows(content, f"{place}.steps", adds=_("Add an increment"), columns=columns),
    )


def _closing() -> Group:
    undersell = [
        ("allowed", _("allowed")),
        ("refused", _("refused: the last package stands")),
        ("partial", _("allowed as far as others cover the supply")),
    ]
    return Group(
        _("The end of the clock (R-C6)"),
        fields=(
            Field("rulebook.closing.needs_full_requirement", _("Only once 100 % activity is required"), Kind.FLAG),
            Field("rulebook.closing.auctioneer_may_end", _("The officers may end the clock by decision"), Kind.FLAG),
            Field(
                "rulebook.clock.undersell",
                _("A bid that would leave lots unsold for which there was demand"),
                Kind.CHOICE,
                choices=undersell,
            ),
            Field("rulebook.clock.intra_round", _("Bids may name points within a round (R-C9)"), Kind.FLAG),
        ),
    )


def _supplementary() -> Group:
    return Group(
        _("The supplementary round (R-S1 to R-S7)"),
        fields=(
            Field(
                "rulebook.supplementary.caps",
                _("Caps on supplementary bids"),
                Kind.NAMES,
                hint=_("Any of relative (R-S2), intermediate (R-S3), final (R-S4), garp."),
            ),
            Field(
                "rulebook.supplementary.max_packages",
                _("Longest list of packages"),
                Kind.WHOLE,
                hint=_("Empty: no limit."),
                nullable=True,
            ),
        ),
    )


def _prices() -> Group:
    rule = [
        ("core", _("core prices (R-P1)")),
        ("vickrey", _("Vickrey prices (R-P0)")),
        ("pay_as_bid", _("what was bid")),
    ]
    reference = [
        ("vickrey", _("opportunity costs")),
        ("bid", _("bids")),
        ("reserve", _("reserve prices")),
        ("zero", _("zero")),
    ]
    rounding = [("up", _("up")), ("nearest", _("to the nearest")), ("none", _("not at all"))]
    return Group(
        _("Winners and prices (R-W1 to R-W4, R-P0 to R-P2)"),
        fields=(
            Field("rulebook.pricing.rule", _("Winners pay"), Kind.CHOICE, choices=rule),
            Field("rulebook.pricing.reference", _("Core prices come nearest to"), Kind.CHOICE, choices=reference),
            Field("rulebook.pricing.minimum_revenue", _("Least total first (R-P1b)"), Kind.FLAG),
            Field("rulebook.pricing.rounding", _("Prices are rounded"), Kind.CHOICE, choices=rounding),
            Field(
                "rulebook.winner_determination.reserve_bids",
                _("Unsold lots count at their opening price (R-W2)"),
                Kind.FLAG,
            ),
            Field(
                "rulebook.winner_determination.ties",
                _("Ties are broken by, in this order (R-W4)"),
                Kind.NAMES,
                hint=_(
                    "Any of most_points, fewest_points, most_lots, fewest_lots, most_winners, fewest_winners;"
                    " seed comes last."
                ),
            ),
        ),
    )


def _caps(content: Content) -> Group:
    columns = (
        Field("categories", _("Lots counted"), Kind.LOTS),
        Field("max", _("At most"), Kind.WHOLE),
        Field("bidders", _("Only for (short names)"), Kind.NAMES, nullable=True),
        Field("together", _("together"), Kind.FLAG),
    )
    return Group(
        _("Spectrum caps (R-C1, R-W3)"),
        hint=_("Each lot counts with a weight, such as 10 A, 5 B for MHz. For everybody where no bidders are named."),
        table=rows(content, "rulebook.caps", adds=_("Add a cap"), columns=columns),
    )


def _excluded(content: Content) -> Group:
    return Group(
        _("Excluded combinations (R-C1)"),
        hint=_("No bid holds all of these lots, or more, together; such as 1 A, 1 B."),
        table=rows(
            content, "rulebook.excluded", adds=_("Add a combination"), columns=(Field("", _("Lots"), Kind.LOTS),)
        ),
    )


def _classes(content: Content) -> Group:
    columns = (
        Field("id", _("Short name")),
        Field("name", _("Name")),
        Field("credit", _("Bidding credit"), Kind.SHARE),
        Field("credit_limit", _("at most, in bid units"), Kind.WHOLE, nullable=True),
    )
    return Group(
        _("Classes of bidders (R-D2)"),
        table=rows(content, "rulebook.classes", adds=_("Add a class"), columns=columns),
    )


def _set_asides(content: Content) -> Group:
    columns = (
        Field("category", _("Category")),
        Field("lots", _("Lots"), Kind.WHOLE),
        Field("bidder_class", _("Only for the class")),
    )
    return Group(
        _("Lots set aside (R-C1, R-D2)"),
        table=rows(content, "rulebook.set_asides", adds=_("Add lots set aside"), columns=columns),
    )


def _deposits(content: Content) -> Group:
    columns = (
        Field("above", _("Deposit above"), Kind.WHOLE),
        Field("per_point", _("buys a point for each"), Kind.SHARE, nullable=True),
    )
    return Group(
        _("Deposits (R-C2, R-D1)"),
        hint=_("The table says what eligibility a deposit buys; without it the application alone says."),
        fields=(
            Field(
                "rulebook.deposits.clock_share",
                _("Share of a clock bid that must be on deposit"),
                Kind.SHARE,
                hint=_("Empty: none."),
                nullable=True,
            ),
            Field(
                "rulebook.deposits.supplementary_share",
                _("Share of a supplementary bid that must be on deposit"),
                Kind.SHARE,
                hint=_("Empty: none."),
                nullable=True,
            ),
        ),
        table=rows(content, "rulebook.deposits.eligibility", adds=_("Add a step"), columns=columns),
    )
