#!/bin/sh
# Run by the PostgreSQL image when it makes its database: the role of everything but migrations, which owns nothing.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
  --set password="$(cat /run/secrets/application_password)" <<'SQL'
CREATE ROLE clearband LOGIN PASSWORD :'password';
SQL
