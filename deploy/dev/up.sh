# shellcheck shell=bash
# up, down, ctl: running Ostiary for one data folder.

READY_WITHIN=${READY_WITHIN:-30} # seconds

# Reads --data DIR and the like; what is left over is in `rest`.
folder_options() {
    data=$ROOT/data port='' detach='' rest=()
    while [[ $# -gt 0 ]]; do
        case $1 in
        --data | --port) [[ $# -gt 1 ]] || die "$1 lacks its value" ;;&
        --data) data=$2 && shift 2 ;;
        --port) port=$2 && shift 2 ;;
        --detach) detach=yes && shift ;;
        *) rest=("$@") && return ;;
        esac
    done
}

cmd_up() {
    local data port detach rest
    folder_options "$@"
    [[ ${#rest[@]} -eq 0 ]] || die "up does not know ${rest[0]}"
    [[ -z $port || $port =~ ^[1-9][0-9]{0,4}$ && $port -lt 65536 ]] || die "--port $port: not a port"
    build_programs || exit 1

    if [[ -d $data ]] && "$BIN/ostiary-supervisor" --data "$data" --status >/dev/null; then
        die "$data is running already; ./dev down --data $data stops it"
    fi
    local url listen=${port:-8080}
    if [[ -e $data/ostiary.conf ]]; then
        listen=$(setting listen) || exit 1
        listen=${listen%%,*}
        [[ -z $port || ${listen##*:} == "$port" ]] || die "$data/ostiary.conf says to listen on $listen, not on port $port"
    fi
    port=${listen##*:}
    port_is_free "$port" ||
        die "port $port is in use by another program: stop it, or take another folder and --port"
    [[ -e $data/ostiary.conf ]] || initialise
    url=$(setting issuer)
    complete
    if [[ -n $detach ]]; then
        up_detached
    else
        up_in_foreground
    fi
}

initialise() {
    say "making keys and configuration in $data"
    (umask 077 && mkdir -p "$data" && : >"$data/without-administrator")
    "$BIN/ostiaryctl" --data "$data" init --issuer "http://localhost:$port" >/dev/null ||
        die "$data could not be initialised"
}

# An installation from before a service was there lacks its keys.
complete() {
    local service
    for service in "${SERVICES[@]}"; do
        [[ -e $data/keys/$service/bus.cert_secret ]] || break
        service=''
    done
    [[ -n $service ]] || return 0
    say "making keys for $service"
    "$BIN/ostiaryctl" --data "$data" init --issuer "$url" >/dev/null || die "$data could not be completed"
}

# What ostiary.conf says under that name.
setting() {
    sed -nE "s/^ +$1 *= *\"?([^\" ]+)\"?.*/\1/p" "$data/ostiary.conf" | grep -m 1 . ||
        { say "dev: $data/ostiary.conf does not say $1" && return 1; }
}

port_is_free() {
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The supervisor gets a session of its own, so that Ctrl-C reaches this script alone.
up_in_foreground() {
    setsid setpriv --pdeathsig TERM "$BIN/ostiary-supervisor" --data "$data" --bin "$BIN" "${SERVICES[@]}" </dev/null &
    local supervisor=$! told='' status=0
    trap 'told=yes; kill -TERM "$supervisor" 2>/dev/null || true' INT TERM HUP
    if ! welcome "$supervisor"; then
        kill -TERM "$supervisor" 2>/dev/null || true
        wait "$supervisor" || true
        exit 1
    fi
    say "Ctrl-C stops it"
    while kill -0 "$supervisor" 2>/dev/null; do
        wait "$supervisor" && status=0 || status=$?
    done
    [[ -z $told ]] || status=0 # a wait that a signal cut short has no other status to tell
    exit "$status"
}

up_detached() {
    mkdir -p "$data/log"
    setsid "$BIN/ostiary-supervisor" --data "$data" --bin "$BIN" "${SERVICES[@]}" \
        </dev/null >>"$data/log/supervisor.log" 2>&1 &
    welcome $! && return
    "$BIN/ostiary-supervisor" --data "$data" --stop >&2
    exit 1
}

# Waits until all answer, makes the first administrator, says where to go.
welcome() {
    local supervisor=$1 service
    for service in "${SERVICES[@]}"; do
        until_it_answers "$service" "$supervisor" || return 1
    done
    [[ ! -e $data/without-administrator ]] || first_administrator || return 1
    printf 'ready %s\n' "$url"
}

until_it_answers() {
    local deadline=$((SECONDS + READY_WITHIN))
    until "$BIN/ostiary-$1" --data "$data" --health >/dev/null 2>&1; do
        kill -0 "$2" 2>/dev/null || { say "dev: the supervisor ended" && return 1; }
        if ((SECONDS >= deadline)); then
            say "dev: $1 does not answer after $READY_WITHIN s; the end of $data/log/$1.log:"
            tail -n 20 "$data/log/$1.log" >&2
            return 1
        fi
        sleep 0.05
    done
}

first_administrator() {
    local password
    password=$(head -c 15 /dev/urandom | base64 | tr '+/' '-_')
    printf '%s\n' "$password" | "$BIN/ostiaryctl" --data "$data" user add --username admin \
        --email admin@localhost --group admin --password-stdin >/dev/null ||
        { say "dev: the first administrator could not be made" && return 1; }
    rm "$data/without-administrator"
    printf 'The first administrator, shown only this once:\n  sign in at %s/sign-in\n  user name  admin\n  password   %s\n' \
        "$url" "$password"
}

cmd_down() {
    local data port detach rest
    folder_options "$@"
    [[ ${#rest[@]} -eq 0 && -z $port$detach ]] || die "down takes --data DIR and nothing else"
    [[ -d $data ]] || die "there is no folder $data"
    have_programs || exit 1
    exec "$BIN/ostiary-supervisor" --data "$data" --stop
}

cmd_ctl() {
    local data=$ROOT/data
    if [[ ${1:-} == --data ]]; then
        [[ $# -gt 1 ]] || die "--data lacks its value"
        data=$2 && shift 2
    fi
    have_programs || exit 1
    exec "$BIN/ostiaryctl" --data "$data" "$@"
}
