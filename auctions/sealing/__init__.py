"""Ballots that nobody can read before two custodians open their round. Pure.

``passphrases`` makes keys out of passphrases, ``shares`` divides a round's private key among three custodians so that
any two open it, ``ceremony`` does so for the rounds of an auction, ``ballots`` puts a ballot into boxes and takes it
out again, ``own_keys`` lets a bidder read what it has sealed itself. See docs/sealed-rounds.md.
"""
