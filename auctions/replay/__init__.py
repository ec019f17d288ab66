"""An auction out of its journal alone: pure, so that the host, ``manage.py rebuild`` and a stranger with a published
file all run the very same functions.

``entries`` says what the kinds of entries are and which of them count; ``history`` folds their acts with the format;
``projection`` says what rounds, bids and results there are once they are folded.
"""
