#!/bin/sh
# Makes the secrets that compose.yaml takes, left to chance, in .local/secrets; those that are there stay as they are.
set -eu
cd "$(dirname "$0")/../.."
folder=.local/secrets
mkdir -p "$folder"
chmod 700 "$folder"
umask 022

make() {
  [ -s "$folder/$1" ] || printf '%s' "$2" >"$folder/$1"
}

word() {
  openssl rand -hex 24
}

make postgres_password "$(word)"
make redis_password "$(word)"
make elastic_password "$(word)"
make kibana_password "$(word)"
make kibana_key "$(word)"
make secrets_key "$(openssl rand -base64 32)"
make admin_token "ika_$(word)"
make kibana_token "ika_$(word)"
make database_url "postgres://incidents:$(cat "$folder/postgres_password")@postgres:5432/incidents"
make redis_url "redis://:$(cat "$folder/redis_password")@redis:6379"
# Mounted one by one, each must be readable by the user of its container; the folder keeps others out.
chmod 444 "$folder"/*
printf 'The secrets are in %s.\n' "$folder"
