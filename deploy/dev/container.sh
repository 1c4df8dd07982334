# shellcheck shell=bash
# container-test: the two commands of the README from a fresh clone inside a bare Debian that has
# only git.  Takes the engine that answers, or installs Debian's and runs one for the while.

IMAGE=debian:bookworm-slim
KEPT=$ROOT/build-container # the engine's images, for the next time

# Not local to a function: container_leave needs them when the script ends, however it ends.
docker=(docker) settings_env=() engine='' sockets='' box=''

cmd_container_test() {
    [[ $# -eq 0 ]] || die "container-test takes no options"
    need container
    local lock
    mkdir -p "$KEPT" && exec {lock}>"$KEPT/lock"
    flock -n "$lock" || die "container-test runs in this tree already"
    trap 'container_leave' EXIT
    docker info >/dev/null 2>&1 || engine_start
    image_ready || die "there is no image $IMAGE"
    box=$("${docker[@]}" run --detach --network host "$IMAGE" sleep infinity)
    container_settings
    container_steps
}

container_leave() {
    [[ -z $box ]] || "${docker[@]}" rm --force "$box" >/dev/null || true
    [[ -z $engine ]] || { kill "$engine" && wait "$engine"; } || true
    [[ -z $sockets ]] || { umount -q "$sockets"/exec/netns/* && rm -rf "$sockets"; } || true
}

# An engine of our own: no bridge and no firewall rules, since the container uses the host's network.
engine_start() {
    need engine
    [[ $EUID -eq 0 ]] || die "no container engine answers, and starting one takes root"
    sockets=$(mktemp -d /tmp/ostiary-engine.XXXXXX)
    dockerd --data-root "$KEPT/engine" --exec-root "$sockets/exec" --pidfile "$sockets/pid" \
        --host "unix://$sockets/socket" --bridge none --iptables=false --ip6tables=false \
        --ip-forward=false >"$KEPT/engine.log" 2>&1 </dev/null {lock}>&- &
    engine=$!
    docker=(docker --host "unix://$sockets/socket")
    local deadline=$((SECONDS + 60))
    until "${docker[@]}" info >/dev/null 2>&1; do
        if ! kill -0 "$engine" 2>/dev/null || ((SECONDS >= deadline)); then
            tail -n 20 "$KEPT/engine.log" >&2
            die "the container engine did not start"
        fi
        sleep 0.2
    done
}

# There already, from where images come from, or made of Debian's packages.
image_ready() {
    "${docker[@]}" image inspect "$IMAGE" >/dev/null 2>&1 && return
    timeout 300 "${docker[@]}" pull --quiet "$IMAGE" 2>/dev/null && return
    need image
    [[ $EUID -eq 0 ]] || die "$IMAGE cannot be fetched, and making it takes root"
    local tree=$KEPT/tree
    say "making $IMAGE of packages"
    rm -rf "$tree" && mkdir -p "$tree"
    # shellcheck disable=SC2046 # nothing, or one address
    quietly "$KEPT/image.log" debootstrap --variant=minbase bookworm "$tree" $(own_archive) || return
    tar -C "$tree" --create . | "${docker[@]}" import - "$IMAGE" >/dev/null && rm -rf "$tree"
}

# Where this machine has its packages from, if they are of the same release.
own_archive() {
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 2>/dev/null | head -n 1
}

# What this machine needs to reach packages: its sources, its proxies, its certificates.
container_settings() {
    local settings=$KEPT/settings authorities name source
    rm -rf "$settings" && mkdir -p "$settings"
    if grep -q 'VERSION_CODENAME=bookworm' /etc/os-release; then
        inside 'rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*'
        for source in sources.list sources.list.d/debian.sources; do
            [[ ! -e /etc/apt/$source ]] || "${docker[@]}" cp "/etc/apt/$source" "$box:/etc/apt/$source"
        done
        apt-config dump Acquire::http Acquire::https Acquire::Check-Valid-Until Acquire::Check-Date >"$settings/99machine"
        "${docker[@]}" cp "$settings/99machine" "$box:/etc/apt/apt.conf.d/99machine"
    fi
    for name in http_proxy https_proxy no_proxy; do
        [[ -z ${!name:-} ]] || settings_env+=(--env "$name")
    done
    type -P npm >/dev/null || return 0
    settings_env+=(--env "npm_config_registry=$(npm config get registry 2>/dev/null)")
    authorities=$(npm config get cafile 2>/dev/null)
    [[ -r $authorities ]] || return 0
    "${docker[@]}" cp --follow-link "$authorities" "$box:/opt/authorities.crt"
    settings_env+=(--env npm_config_cafile=/opt/authorities.crt --env NODE_EXTRA_CA_CERTS=/opt/authorities.crt)
}

# inside [-u USER] COMMAND: runs it in the clone, once there is one.
inside() {
    local as=(--user root)
    [[ $1 != -u ]] || { as=(--user "$2") && shift 2; }
    "${docker[@]}" exec "${as[@]}" "${settings_env[@]}" "$box" bash -c "cd /srv/ostiary 2>/dev/null; $1" </dev/null
}

step() {
    local what=$1 began=$SECONDS
    shift
    say "-- $what"
    "$@" || die "container-test: failed: $what"
    say "-- $what: $((SECONDS - began)) s"
}

container_steps() {
    [[ -z $(git -C "$ROOT" status --porcelain) ]] || say "what is not committed is not tested"
    git -C "$ROOT" bundle create -q "$KEPT/ostiary.bundle" HEAD
    "${docker[@]}" cp "$KEPT/ostiary.bundle" "$box:/srv/ostiary.bundle"
    local port
    port=$(free_port)

    step "git" quietly "$KEPT/git.log" inside 'apt-get -q update && apt-get -q install -y git'
    step "clone" inside 'git clone -q -c advice.detachedHead=false /srv/ostiary.bundle /srv/ostiary'
    step "without root the command to run is printed" without_root
    step "./dev up" inside "./dev up --detach --port $port"
    step "it answers" curl -fsS "http://localhost:$port/.well-known/openid-configuration"
    step "./dev down" inside './dev down'
    step "nothing is left" inside '! ls -l /proc/[0-9]*/exe 2>/dev/null | grep build/bin/'
    step "./dev test" inside './dev test'
}

without_root() {
    local said
    ! said=$(inside -u nobody './dev up 2>&1') || return
    grep -F 'apt-get update && apt-get install -y --no-install-recommends build-essential' <<<"$said"
}

free_port() {
    local port
    for port in {8080..8180}; do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port" && return; }
    done
    die "no port between 8080 and 8180 is free"
}
