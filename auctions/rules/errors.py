"""The one error tree of the rules. A bid that breaks a rule is no error: it gets refusals."""


class RulesError(Exception):
    """A rule was asked something it cannot answer."""


class UnknownCategoryError(RulesError):
    """A package names a category the auction does not sell."""

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        super().__init__(f"unknown category {identifier}")


class NotEligibleError(RulesError):
    """No clock round ever allowed the package: it has more points than the initial eligibility."""

    def __init__(self, points: int, initial_eligibility: int) -> None:
        self.points = points
        self.initial_eligibility = initial_eligibility
        super().__init__(f"{points} points, initial eligibility {initial_eligibility}")


class BadRuleError(RulesError):
    """The settings of a rule contradict themselves."""
