"""PDF files: a bidder's receipt, a winner's statement of result, the auctioneer's report of the rounds.

Each is made from what the page beside it shows; the same content gives the same bytes.
"""
