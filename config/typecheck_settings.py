"""The settings as mypy's Django plugin reads them: nothing is connected, so any values do."""

import os

os.environ.setdefault("DATABASE_URL", "postgres:///typecheck")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1/0")
os.environ.setdefault("SECRET_KEY", "only types are checked here, so that nothing is ever signed")
os.environ.setdefault("STATIC_ROOT", "staticfiles")

from config.settings import *  # noqa: F403  the whole file, under values that reach nothing
