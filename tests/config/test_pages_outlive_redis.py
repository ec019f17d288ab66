"""Redis may die at any moment and no page may care."""

import pytest
from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT

from config.cache import ExpendableRedisCache


@pytest.fixture
def cache_without_redis() -> ExpendableRedisCache:
    return ExpendableRedisCache("unix:///nowhere/redis.sock", {})


def test_a_cache_whose_redis_is_gone_is_an_empty_cache(cache_without_redis: ExpendableRedisCache) -> None:
    cache_without_redis.set("round", 7, DEFAULT_TIMEOUT)

    assert cache_without_redis.get("round", "nothing") == "nothing"
    assert cache_without_redis.get_many(["round"]) == {}
    assert cache_without_redis.add("round", 7) is False
    assert cache_without_redis.delete("round") is False
    assert "round" not in cache_without_redis


def test_sessions_and_failed_sign_ins_are_kept_in_the_database() -> None:
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.AXES_HANDLER == "axes.handlers.database.AxesDatabaseHandler"
