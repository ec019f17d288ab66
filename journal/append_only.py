"""Triggers that let nothing but INSERT happen to a table.

django-pgtrigger manages them (migrations, ``manage.py pgtrigger ls``). Its own template lets any session switch a
trigger off by a setting; a record must not be that easy to rewrite, so these come without that door.
"""

from typing import Any

import pgtrigger
from django.db import models
from pgtrigger import compiler


class UnconditionalSql(compiler.UpsertTriggerSql):
    """The statement that installs a trigger which no session setting switches off."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid}
                {when} {operation} ON {table}
                FOR EACH {level}
                EXECUTE PROCEDURE {execute};
            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {pgid};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Refuse(pgtrigger.Trigger):
    """Refuses an operation on the table, whoever asks."""

    when = pgtrigger.Before
    func = "RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;"

    def compile(self, model: models.Model) -> compiler.Trigger:
        pgid = self.get_pgid(model)
        sql: Any = UnconditionalSql(
            pgid=pgid,
            func=self.render_func(model),
            table=model._meta.db_table,
            when=self.when,
            operation=self.operation,
            level=self.level,
        )
        return compiler.Trigger(name=self.name, sql=sql)


APPEND_ONLY = [
    Refuse(name="refuse_change", level=pgtrigger.Row, operation=pgtrigger.Update | pgtrigger.Delete),
    Refuse(name="refuse_truncate", level=pgtrigger.Statement, operation=pgtrigger.Truncate),
]
