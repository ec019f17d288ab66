"""A cache whose death is survived: nothing in it is worth more than the time it saves, so a Redis that is gone is an
empty cache.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
T = TypeVar("T")


class ExpendableRedisCache(RedisCache):
    """Django's Redis cache; a read that fails is a miss, a write that fails does nothing, either is logged."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _or_else(default, lambda: super(ExpendableRedisCache, self).get(key, default, version))

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return _or_else({}, lambda: super(ExpendableRedisCache, self).get_many(keys, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return _or_else(False, lambda: super(ExpendableRedisCache, self).has_key(key, version))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return _or_else(False, lambda: super(ExpendableRedisCache, self).add(key, value, timeout, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        _or_else(None, lambda: super(ExpendableRedisCache, self).set(key, value, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return _or_else(False, lambda: super(ExpendableRedisCache, self).delete(key, version))


def _or_else(answer: T, act: Callable[[], T]) -> T:
    try:
        return act()
    except RedisError as error:
        log.warning("cache_unreachable", error=str(error))
        return answer
