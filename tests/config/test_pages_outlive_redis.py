"""Redis may die at any moment and no page may care: what pages need is in the database."""

from django.conf import settings


def test_sessions_failed_sign_ins_and_what_is_counted_are_kept_in_the_database() -> None:
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.AXES_HANDLER == "axes.handlers.database.AxesDatabaseHandler"
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
