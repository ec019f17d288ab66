"""The wizard: an officer writes the draft of an auction page by page, rehearses it, and has it hosted.

A page's fields are called by their places in the draft, so that what the rulebook refuses finds its field by itself.
``fields`` says how a field reads and writes its place, ``steps`` which fields the pages have, ``editing`` does what a
form asks for, ``pages`` answers.
"""
