#!/usr/bin/env bash
# Run a command with a PostgreSQL server of its own, thrown away afterwards: with_postgres.sh COMMAND [ARGUMENT ...]
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
    echo "PostgreSQL is not installed. Ask an administrator to run: apt-get install postgresql" >&2
    exit 2
fi
folder=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    as=(runuser -u postgres --)
    chown postgres "$folder"
fi
stop() {
    (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$folder"
}
trap stop EXIT
(
    cd /
    "${as[@]}" "$bin/initdb" -D "$folder/data" -U collega -A trust --no-sync >/dev/null
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start \
        -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off" >/dev/null
)
chmod 755 "$folder"
DATABASE_URL="postgres://collega@/postgres?host=${folder//\//%2F}" "$@"
