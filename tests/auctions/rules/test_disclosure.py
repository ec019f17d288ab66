"""Who sees what, and when (R-C8): a walk over roles, stages and facts."""

import pytest

from auctions.rules.disclosure import STAGES, DemandShown, DisclosurePolicy, Fact, Role, Stage
from tests.auctions.rules.cast import TWO

OUTSIDE = (Role.BIDDER, Role.PUBLIC)
EVERY_CHOICE = [
    DisclosurePolicy(demand=demand, bidders_known=known, prices_public=known, demand_public=known, bids_published=known)
    for demand in DemandShown
    for known in (True, False)
]


@pytest.mark.parametrize("policy", EVERY_CHOICE)
@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage is not Stage.CERTIFIED])
@pytest.mark.parametrize("role", OUTSIDE)
def test_r_c8_no_policy_shows_a_bidders_bid_to_another_or_the_public_before_certification(
    policy: DisclosurePolicy, stage: Stage, role: Role
) -> None:
    secret = {Fact.OTHERS_BIDS, Fact.OTHERS_ELIGIBILITY, Fact.ALL_BIDS, Fact.SEED, Fact.RESULTS, Fact.REFUSED_ATTEMPTS}
    assert not secret & policy.facts(role, stage)


@pytest.mark.parametrize("policy", EVERY_CHOICE)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_r_c8_whatever_the_public_sees_every_role_sees(policy: DisclosurePolicy, stage: Stage, role: Role) -> None:
    assert policy.facts(Role.PUBLIC, stage) <= policy.facts(role, stage)


@pytest.mark.parametrize("stage", [Stage.ROUND_OPEN, Stage.SUPPLEMENTARY_OPEN, Stage.ASSIGNMENT_OPEN])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BIDDER])
def test_r_c8_nobody_sees_a_bid_while_the_window_is_open(stage: Stage, role: Role) -> None:
    assert not {Fact.OTHERS_BIDS, Fact.ALL_BIDS, Fact.REFUSED_ATTEMPTS} & DisclosurePolicy().facts(role, stage)


@pytest.mark.parametrize(
    ("role", "stage", "facts"),
    [
        (Role.PUBLIC, Stage.ROUND_OPEN, {Fact.RULEBOOK, Fact.SCHEDULE, Fact.BIDDERS}),
        (
            Role.BIDDER,
            Stage.SETUP,
            {Fact.RULEBOOK, Fact.SCHEDULE, Fact.BIDDERS, Fact.PRICES, Fact.OWN_ELIGIBILITY},
        ),
        (
            Role.AUCTIONEER,
            Stage.ROUND_OPEN,
            {Fact.RULEBOOK, Fact.SCHEDULE, Fact.BIDDERS, Fact.PRICES, Fact.WHO_HAS_BID, Fact.TOTAL_DEMAND},
        ),
    ],
)
def test_r_c8_a_role_sees_exactly_these_facts(role: Role, stage: Stage, facts: set[Fact]) -> None:
    assert DisclosurePolicy().facts(role, stage) == facts


def test_r_c8_compliance_sees_refused_attempts_and_the_auctioneer_does_not() -> None:
    policy = DisclosurePolicy()
    assert policy.sees(Role.COMPLIANCE, Stage.ROUND_CLOSED, Fact.REFUSED_ATTEMPTS)
    assert not policy.sees(Role.AUCTIONEER, Stage.ROUND_CLOSED, Fact.REFUSED_ATTEMPTS)


def test_r_c8_after_certification_results_and_seed_are_public_and_the_bids_if_the_policy_says_so() -> None:
    for published in (True, False):
        facts = DisclosurePolicy(bids_published=published).facts(Role.PUBLIC, Stage.CERTIFIED)
        assert facts >= {Fact.RESULTS, Fact.SEED}
        assert (Fact.ALL_BIDS in facts) is published


def test_r_c8_an_auctioneer_sees_open_bids_only_where_the_policy_says_so() -> None:
    assert DisclosurePolicy(auctioneer_sees_open_bids=True).sees(Role.AUCTIONEER, Stage.ROUND_OPEN, Fact.OTHERS_BIDS)


def test_r_c8_a_rulebook_may_replace_one_window() -> None:
    policy = DisclosurePolicy(changes={Role.COMPLIANCE: {Fact.REFUSED_ATTEMPTS: frozenset(STAGES)}})
    assert policy.sees(Role.COMPLIANCE, Stage.ROUND_OPEN, Fact.REFUSED_ATTEMPTS)
    assert policy.sees(Role.COMPLIANCE, Stage.ROUND_CLOSED, Fact.OTHERS_BIDS)


@pytest.mark.parametrize(
    ("demand", "shown"),
    [
        (DemandShown.EXACT, (8, 4)),
        (DemandShown.BANDED, ("3-5", "balanced")),
        (DemandShown.EXCESS_YES_NO, ("excess", "no excess")),
        (DemandShown.HIDDEN, (None, None)),
    ],
)
def test_r_c8_demand_is_told_in_the_form_the_policy_says(demand: DemandShown, shown: tuple[object, ...]) -> None:
    policy = DisclosurePolicy(demand=demand, bands=(3, 6))
    assert policy.demand_shown(Role.BIDDER, TWO, (8, 4)) == shown
    assert policy.demand_shown(Role.COMPLIANCE, TWO, (8, 4)) == (8, 4)


@pytest.mark.parametrize(("excess", "band"), [(0, "balanced"), (1, "1"), (2, "2-5"), (5, "2-5"), (6, "6+")])
def test_r_c8_bands_of_excess(excess: int, band: str) -> None:
    policy = DisclosurePolicy(demand=DemandShown.BANDED, bands=(2, 6))
    assert policy.demand_shown(Role.BIDDER, TWO, (3 + excess, 0))[0] == band


def test_r_c8_hidden_demand_is_no_fact_for_bidders() -> None:
    policy = DisclosurePolicy(demand=DemandShown.HIDDEN)
    assert not any(policy.sees(role, stage, Fact.TOTAL_DEMAND) for role in OUTSIDE for stage in STAGES)
