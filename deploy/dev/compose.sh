# shellcheck shell=bash
# compose-test: docker-compose.yml and deploy/front.yml on a real engine.  What is driven and what has
# to hold is in tests/compose.

cmd_compose_test() {
    [[ $# -eq 0 ]] || die "compose-test takes no options"
    need node
    run_stage compose "docker-compose up, on a real engine"
    [[ ${failed:-0} -eq 0 ]]
}

stage_compose() {
    local status=0
    trap engine_leave EXIT
    if ! engine_take; then
        printf 'skipped: without a container engine there is nothing to test\n'
        tally 0 0 1
        trap - EXIT
        return
    fi
    compose_settings
    trap compose_leave EXIT
    compose_images && node_tests "$KEPT/compose.log" "$ROOT"/tests/compose/*.test.mjs || status=$?
    if [[ $status -ne 0 ]] && compose logs --no-color --timestamps >"$KEPT/containers.log" 2>&1; then
        say "what the containers said: $KEPT/containers.log"
    fi
    compose_leave
    trap - EXIT
    return "$status"
}

# Not local to a function: compose_leave needs them when the script ends, however it ends.
compose_settings() {
    local port
    if type -P docker-compose >/dev/null || ! docker compose version >/dev/null 2>&1; then
        need compose
        export COMPOSE=docker-compose
    else
        export COMPOSE='docker compose'
    fi
    port=$(free_port)
    export COMPOSE_PROJECT_NAME=ostiary-test OSTIARY_IMAGE=ostiary-test OSTIARY_LOG_LEVEL=debug
    export OSTIARY_ISSUER=http://localhost:$port OSTIARY_PUBLISH=127.0.0.1:$port
}

# compose ARGUMENT...: with every file there is.
compose() {
    mkdir -p "$KEPT" && compose_machine >"$KEPT/machine.yml"
    # shellcheck disable=SC2086 # one word or two
    (cd "$ROOT" && COMPOSE_FILE=docker-compose.yml:deploy/front.yml:$KEPT/machine.yml $COMPOSE "$@")
}

# What images need to be built here: this machine's proxies, and with the engine of our own, which has
# no other way out, its network.
compose_machine() {
    local name service network='' args=''
    [[ -z $engine ]] || network='network: host'
    for name in http_proxy https_proxy no_proxy; do
        [[ -z ${!name:-} ]] || args+="$name: \"${!name}\", "
    done
    printf 'services:\n'
    for service in init:. front:deploy/front; do
        printf '  %s: {build: {context: "%s", args: {%s}, %s}}\n' \
            "${service%%:*}" "$ROOT/${service#*:}" "${args%, }" "$network"
    done
}

# What an earlier run may have left would be taken for an installation.
compose_images() {
    image_ready && quietly "$KEPT/compose-down.log" compose down --volumes --remove-orphans || return
    quietly "$KEPT/compose-build.log" compose build init front
}

# An engine of our own keeps images for the next time, but no more than a day's.
compose_leave() {
    local images=(--rmi all)
    [[ -z $engine ]] || images=()
    quietly "$KEPT/compose-down.log" compose down --volumes --remove-orphans "${images[@]}" || true
    [[ -z $engine ]] || docker image prune --force --filter until=24h >/dev/null || true
    engine_leave
    unset COMPOSE COMPOSE_PROJECT_NAME OSTIARY_IMAGE OSTIARY_LOG_LEVEL OSTIARY_ISSUER OSTIARY_PUBLISH
}
