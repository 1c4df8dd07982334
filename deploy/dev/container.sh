# shellcheck shell=bash
# container-test: the two commands of the README from a fresh clone inside a bare Debian that has
# only git.  Takes the engine that answers, or installs Debian's and runs one for the while.

# Not local to a function: container_leave needs them when the script ends, however it ends.
settings_env=() box=''

cmd_container_test() {
    [[ $# -eq 0 ]] || die "container-test takes no options"
    need container
    trap 'container_leave' EXIT
    engine_take || exit 1
    image_ready || die "there is no image $IMAGE"
    box=$(docker run --detach --network host "$IMAGE" sleep infinity)
    container_settings
    container_steps
}

container_leave() {
    [[ -z $box ]] || docker rm --force "$box" >/dev/null || true
    engine_leave
}

# What this machine needs to reach packages: its sources, its proxies, its certificates.
container_settings() {
    local settings=$KEPT/settings authorities name source
    rm -rf "$settings" && mkdir -p "$settings"
    if grep -q 'VERSION_CODENAME=bookworm' /etc/os-release; then
        inside 'rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*'
        for source in sources.list sources.list.d/debian.sources; do
            [[ ! -e /etc/apt/$source ]] || docker cp "/etc/apt/$source" "$box:/etc/apt/$source"
        done
        apt-config dump Acquire::http Acquire::https Acquire::Check-Valid-Until Acquire::Check-Date >"$settings/99machine"
        docker cp "$settings/99machine" "$box:/etc/apt/apt.conf.d/99machine"
    fi
    for name in http_proxy https_proxy no_proxy; do
        [[ -z ${!name:-} ]] || settings_env+=(--env "$name")
    done
    type -P npm >/dev/null || return 0
    settings_env+=(--env "npm_config_registry=$(npm config get registry 2>/dev/null)")
    authorities=$(npm config get cafile 2>/dev/null)
    [[ -r $authorities ]] || return 0
    docker cp --follow-link "$authorities" "$box:/opt/authorities.crt"
    settings_env+=(--env npm_config_cafile=/opt/authorities.crt --env NODE_EXTRA_CA_CERTS=/opt/authorities.crt)
}

# inside [-u USER] COMMAND: runs it in the clone, once there is one.
inside() {
    local as=(--user root)
    [[ $1 != -u ]] || { as=(--user "$2") && shift 2; }
    docker exec "${as[@]}" "${settings_env[@]}" "$box" bash -c "cd /srv/ostiary 2>/dev/null; $1" </dev/null
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
    docker cp "$KEPT/ostiary.bundle" "$box:/srv/ostiary.bundle"
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
