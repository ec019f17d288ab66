"""Servers of one's own: PostgreSQL and Redis out of wheels, for the demonstration, for tests and for a developer's
commands.
"""
