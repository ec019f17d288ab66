"""The design laboratory: value models and simulated bidders that play any hosted or replayed auction through its
format.

A simulated bidder reads what a bidder's page shows (``Format.facts``) and answers with a ballot, nothing else; so it
can take a seat in a live auction, fill a demonstration file, or play a thousand seeded auctions.
"""
