#!/usr/bin/env bash
# postgres.sh start|stop FOLDER: a PostgreSQL server for the tests alone.  It listens on a socket in
# that folder and nowhere else, and does not outlive whoever started it, even if they are killed.
# postgres.sh down|up FOLDER: it goes away as in a crash, and comes back with its data.
set -euo pipefail

script=$(realpath "${BASH_SOURCE[0]}")
command=${1-} folder=${2-} memory=/dev/shm/${2##*/} room_kib=$((1 << 20)) asker=${3-}
bin=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1)
bin=${bin:-$(dirname "$(type -P initdb || echo /)")}

# Data in memory, where there is plenty: a container may have made it small.
data=$folder/data
if [[ -d $memory || $(df --output=avail /dev/shm 2>/dev/null | tail -n 1) -ge $room_kib ]]; then
    data=$memory/data
fi

# It refuses to run as root.
run() {
    if [[ $EUID -eq 0 ]]; then
        (cd / && setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@")
    else
        "$@"
    fi
}

down() {
    run "$bin/pg_ctl" -D "$data" -m immediate -w stop >"$folder/stop.log" 2>&1
}

up() {
    run "$bin/pg_ctl" -D "$data" -l "$folder/server.log" -w -t 60 start >"$folder/start.log" 2>&1 ||
        { cat "$folder/start.log" "$folder/server.log" && return 1; }
}

# Waits until whoever asked for the server is no more, and stops it.
guard() {
    tail --pid="$asker" -f /dev/null
    stop
}

post_guard() {
    setsid "$script" guard "$folder" "$PPID" </dev/null >/dev/null 2>&1 &
    echo $! >"$folder/guard"
}

dismiss_guard() {
    local pid
    pid=$(cat "$folder/guard" 2>/dev/null) && [[ $pid -ne $$ ]] || return 0
    ! grep -qsF -- "$folder" "/proc/$pid/cmdline" || kill -- "-$pid" 2>/dev/null || true
}

stop() {
    dismiss_guard
    [[ ! -f $data/postmaster.pid ]] || down || true
    rm -rf "$folder" "$memory"
}

settings() {
    cat <<EOF
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 64MB
fsync = on
max_wal_size = 256MB
min_wal_size = 32MB
EOF
}

start() {
    stop # what a run that was cut short has left
    mkdir -m 700 "$folder"
    [[ $data == "$folder"/* ]] || mkdir -m 700 "$memory"
    [[ $EUID -ne 0 ]] || chown nobody:nogroup "$folder" "$(dirname "$data")"
    run "$bin/initdb" -D "$data" -U ostiary -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
        { cat "$folder/initdb.log" && return 1; }
    settings >>"$data/postgresql.conf"
    post_guard
    up
}

case $command in
start | stop | down | up | guard) "$command" ;;
*) echo "usage: postgres.sh start|stop|down|up FOLDER" >&2 && exit 2 ;;
esac
