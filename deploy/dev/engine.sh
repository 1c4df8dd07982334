# shellcheck shell=bash
# A container engine for the words that need one: the one that answers, or Debian's, run for the while.

IMAGE=debian:bookworm-slim
KEPT=$ROOT/build-container # the engine's images, for the next time
engine=''                  # process of the one that was started here

# Afterwards docker and docker-compose reach an engine; or it is said why none can.
engine_take() {
    docker info >/dev/null 2>&1 && return
    if [[ $EUID -ne 0 ]]; then
        say "no container engine answers, and starting one takes root" && return 1
    elif ! unshare --mount true 2>/dev/null; then
        say "no container engine answers, and none can start here: there is no right to mount" && return 1
    fi
    need engine
    mkdir -p "$KEPT"
    exec {engine_lock}>"$KEPT/lock"
    flock --timeout 60 "$engine_lock" || { say "another run holds $KEPT" && return 1; }
    engine_start
}

# Without a default bridge and without firewall rules: who uses the host's network, or talks among
# containers alone, needs neither, and the machine stays as it was.
engine_start() {
    local sockets deadline=$((SECONDS + 60))
    sockets=$(mktemp -d /tmp/ostiary-engine.XXXXXX)
    export DOCKER_HOST=unix://$sockets/socket
    dockerd --data-root "$KEPT/engine" --exec-root "$sockets/exec" --pidfile "$sockets/pid" \
        --host "$DOCKER_HOST" --bridge none --iptables=false --ip6tables=false \
        --ip-forward=false >"$KEPT/engine.log" 2>&1 </dev/null &
    engine=$!
    until docker info >/dev/null 2>&1; do
        if ! kill -0 "$engine" 2>/dev/null || ((SECONDS >= deadline)); then
            say "the container engine did not start: $(tail -n 1 "$KEPT/engine.log")"
            engine_leave
            return 1
        fi
        sleep 0.2
    done
}

engine_leave() {
    [[ -n $engine ]] || return 0
    local sockets
    sockets=$(dirname "${DOCKER_HOST#unix://}")
    kill "$engine" 2>/dev/null || true
    wait "$engine" || true
    umount "$sockets"/exec/netns/* 2>/dev/null || true
    rm -rf "$sockets"
    unset DOCKER_HOST
    exec {engine_lock}>&-
    engine=''
}

# There already, from where images come from, or made of Debian's packages.
image_ready() {
    docker image inspect "$IMAGE" >/dev/null 2>&1 && return
    timeout 300 docker pull --quiet "$IMAGE" 2>/dev/null && return
    need image
    [[ $EUID -eq 0 ]] || { say "$IMAGE cannot be fetched, and making it takes root" && return 1; }
    local tree=$KEPT/tree
    say "making $IMAGE of packages"
    rm -rf "$tree" && mkdir -p "$tree"
    # shellcheck disable=SC2046 # nothing, or one address
    quietly "$KEPT/image.log" debootstrap --variant=minbase bookworm "$tree" $(own_archive) || return
    tar -C "$tree" --create . | docker import - "$IMAGE" >/dev/null && rm -rf "$tree"
}

# Where this machine has its packages from, if they are of the same release.
own_archive() {
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 2>/dev/null | head -n 1
}

free_port() {
    local port
    for port in {8080..8180}; do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port" && return; }
    done
    die "no port between 8080 and 8180 is free"
}
