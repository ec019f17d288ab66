"""Ballots on their way from a form to the rules: what a bidder's people and an officer who enters a bid by telephone
both fill in.

``ballot_page`` says what the kinds have in common, ``clock``, ``supplementary`` and ``assignment`` are the kinds;
``desk`` is who fills one in, ``steps`` the pages on the way.
"""
