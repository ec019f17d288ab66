"""An auction in the making: a draft that officers fill in page by page, rehearse, and host by two of them.

A draft promises nothing to anybody, so nothing of it is on any record: the journal begins with the genesis entry of the
auction that it becomes. ``places`` and ``document`` are pure; the rest is the draft as a row of the database.
"""
