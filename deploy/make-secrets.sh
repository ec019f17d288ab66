#!/bin/sh
# The secrets that compose.yaml hands to its containers, made once into ./secrets; what is there already is kept.
# The folder is closed to everybody else; the files are readable, because a container mounts each alone for its own user.
set -eu
umask 077
mkdir -p secrets

random() { openssl rand -hex 32; }
keep() { # NAME VALUE
  [ -e "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"
  chmod 444 "secrets/$1"
}

keep owner_password "$(random)"
keep application_password "$(random)"
keep secret_key "$(random)"
keep metrics_token "$(random)"
keep owner_database_url "postgres://clearband_owner:$(cat secrets/owner_password)@postgres:5432/clearband"
keep database_url "postgres://clearband:$(cat secrets/application_password)@postgres:5432/clearband"
