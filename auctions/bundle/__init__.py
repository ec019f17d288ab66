"""One archive that a stranger can check: everything that an auction's journal says, as documented files.

``contents`` makes the files from the entries of the journal, ``archive`` puts them into a zip and takes them out,
``verification`` replays all of it and names every place that does not hold, ``extension`` shows that a later bundle
extends an earlier one. Pure: a bundle is checked with neither database nor settings nor account.
See docs/verification.md.
"""
