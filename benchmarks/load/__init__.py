"""The last ten seconds of a round in which everybody waited for them."""
