#!/usr/bin/env bash
# dev_test SUPERVISOR - the words up, down and ctl of ./dev, and how tests are counted, over
# services that are shell scripts.  Prints TAP.
set -uo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DEV=$HERE/../../dev
ROOM=$(mktemp -d)
export OSTIARY_BIN=$ROOM/bin
number=0 passed=0 failed=0

leave() {
    local data
    for data in "$ROOM"/*/run; do
        [[ ! -d $data ]] || "$1" --data "${data%/run}" --stop >/dev/null
    done
    rm -rf "$ROOM"
}
# shellcheck disable=SC2064 # the path of now
trap "leave '$1'" EXIT

# check NAME COMMAND...: one case, in a shell of its own; what it says is shown when it fails.
check() {
    local name=$1 said status
    shift
    number=$((number + 1))
    said=$(set -e && "$@" 2>&1)
    status=$? # not `if said=...`, in which errors would not end the case
    if [[ $status == 0 ]]; then
        passed=$((passed + 1)) && printf 'ok %d - %s\n' "$number" "$name"
    else
        failed=$((failed + 1)) && printf '# %s\n' "${said//$'\n'/$'\n# '}"
        printf 'not ok %d - %s\n' "$number" "$name"
    fi
}

# fails PATTERN COMMAND...: the command must fail and say that.
fails() {
    local pattern=$1 said
    shift
    ! said=$("$@" 2>&1) || { printf 'it did not fail: %s\n' "$said" && return 1; }
    grep -e "$pattern" <<<"$said" || { printf 'it said: %s\n' "$said" && return 1; }
}

not() {
    if "$@"; then return 1; fi
}

until_true() {
    local deadline=$((SECONDS + 20))
    until "$@"; do
        ((SECONDS < deadline)) || { printf 'not in time: %s\n' "$*" && return 1; }
        sleep 0.05
    done
}

program() {
    cat >"$OSTIARY_BIN/ostiary$1"
    chmod +x "$OSTIARY_BIN/ostiary$1"
}

mkdir "$OSTIARY_BIN"
cp "$1" "$OSTIARY_BIN/ostiary-supervisor"
program ctl <<'END'
#!/bin/sh
printf '%s\n' "$*" >>"$OSTIARY_BIN/ctl.said"
case $3 in
init)
    for service in courier usersvc authsvc tokensvc gateway; do
        mkdir -p "$2/keys/$service" && : >"$2/keys/$service/bus.cert_secret"
    done
    printf 'ostiary\n    issuer = "%s"\ngateway\n    listen = "%s"\n' "$5" "127.0.0.1:${5##*:}" >"$2/ostiary.conf"
    ;;
user) cat >>"$OSTIARY_BIN/passwords" ;;
*) printf 'ctl: %s\n' "$*" ;;
esac
END
for service in courier usersvc authsvc tokensvc gateway; do
    program "-$service" <<'END'
#!/bin/sh
up=$2/$(basename "$0").up
[ "${3:-}" != --health ] || exec test -e "$up"
trap 'rm -f "$up"; exit 0' TERM
sleep 0.1
: >"$up"
while :; do sleep 60 & wait $!; done
END
done

listen() { # on the port $1, until killed
    exec perl -MIO::Socket::INET -e '
        my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => shift, Listen => 5) or die;
        sleep 60' "$1"
}

PORT=$((20000 + $$ % 10000))
data=$ROOM/data

first_run() {
    "$DEV" up --data "$data" --port "$PORT" --detach >"$ROOM/said"
    [[ $(tail -n 1 "$ROOM/said") == "ready http://localhost:$PORT" ]]
    [[ $(sed -n 's/^  password *//p' "$ROOM/said") == "$(<"$OSTIARY_BIN/passwords")" ]]
    [[ $(wc -c <"$OSTIARY_BIN/passwords") -gt 16 ]]
}
check "the first run says who the administrator is, and that all is ready" first_run

no_second() { fails 'is running already' "$DEV" up --data "$data" --detach; }
check "a folder that runs is not started twice" no_second

to_ctl() { [[ $("$DEV" ctl --data "$data" key list --port 3) == "ctl: --data $data key list --port 3" ]]; }
check "ctl passes everything on" to_ctl

down() {
    "$DEV" down --data "$data" | grep 'stopped'
    not ls "$data"/*.up
    "$DEV" down --data "$data" | grep 'nothing runs'
}
check "down stops all, and says when there is nothing to stop" down

second_run() {
    [[ $("$DEV" up --data "$data" --detach) == "ready http://localhost:$PORT" ]]
    "$DEV" down --data "$data"
    [[ $(grep -c ' init ' "$OSTIARY_BIN/ctl.said") == 1 && $(wc -l <"$OSTIARY_BIN/passwords") == 1 ]]
}
check "a later run makes neither keys nor an administrator, and remembers the port" second_run

other_port() { fails "says to listen on 127.0.0.1:$PORT" "$DEV" up --data "$data" --port 1 --detach; }
check "another port for the same folder is refused" other_port

taken() {
    listen $((PORT + 1)) &
    local listener=$! status=0
    until_true bash -c "exec 3<>/dev/tcp/127.0.0.1/$((PORT + 1))" 2>/dev/null
    fails 'is in use by another program' "$DEV" up --data "$ROOM/fresh" --port $((PORT + 1)) --detach || status=1
    kill "$listener"
    [[ $status == 0 && ! -e $ROOM/fresh ]]
}
check "a port that is in use is named, and nothing is made" taken

foreground() { # SIGNAL: stops all of it
    rm "$ROOM/said" # of an earlier case
    "$DEV" up --data "$data" >"$ROOM/said" 2>&1 &
    local dev=$! status=0
    until_true grep -qs '^ready' "$ROOM/said"
    kill -s "$1" "$dev"
    wait "$dev" || status=$?
    until_true not "$OSTIARY_BIN/ostiary-supervisor" --data "$data" --status
    not ls "$data"/*.up
    [[ $1 == KILL || $status == 0 ]] || { printf 'it ended with %d\n' "$status" && return 1; }
}
check "SIGTERM stops what runs in the foreground" foreground TERM
check "so does the death of the script" foreground KILL

broken() {
    mv "$OSTIARY_BIN/ostiary-tokensvc" "$OSTIARY_BIN/kept"
    program -tokensvc <<<$'#!/bin/sh\necho "tokensvc: no key" >&2; exit 1'
    local status=0
    READY_WITHIN=4 fails 'tokensvc: no key' "$DEV" up --data "$data" --detach || status=1
    mv "$OSTIARY_BIN/kept" "$OSTIARY_BIN/ostiary-tokensvc"
    not "$OSTIARY_BIN/ostiary-supervisor" --data "$data" --status
    return "$status"
}
check "a service that does not start is named with its last words, and the others stop" broken

bad_use() {
    fails 'not a port' "$DEV" up --port 70000
    fails 'lacks its value' "$DEV" up --data
    fails 'does not know --nosuch' "$DEV" up --nosuch
    fails 'there is no word nosuch' "$DEV" nosuch
    fails 'there is no folder' "$DEV" down --data "$ROOM/none"
}
check "bad use is explained" bad_use

counting() {
    local counts
    counts=$(awk -f "$HERE/../../deploy/dev/ctest.awk" 2>"$ROOM/said" <<'END'
1: 4 passed, 0 failed, 1 skipped
1/6 Test #1: good ...........   Passed    0.00 sec
2: not ok 1 - a_case
2: 1 passed, 2 failed, 0 skipped
2/6 Test #2: bad ............***Failed    0.01 sec
3/6 Test #3: plain ..........   Passed    0.00 sec
4: 5 passed, 0 failed, 0 skipped
 4/6 Test  #4: leaks .........***Failed    0.01 sec
5/6 Test #5: absent .........***Skipped   0.00 sec
6/6 Test #6: slow ...........***Timeout  60.00 sec
END
)
    [[ $counts == "11 4 2" ]] || { printf 'counted %s\n' "$counts" && return 1; }
    grep -q 'not ok 1 - a_case' "$ROOM/said"
    not awk -f "$HERE/../../deploy/dev/ctest.awk" <<<'No tests were found!!!'
}
check "cases are counted, and crashes, leaks and timeouts with them" counting

printf '1..%d\n%d passed, %d failed, 0 skipped\n' "$number" "$passed" "$failed"
[[ $failed == 0 ]]
