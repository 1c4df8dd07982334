# shellcheck shell=bash
# soak: an installation under load while its processes are killed, paused and lied to.

cmd_soak() {
    local node
    need up
    need test
    configure "$BUILD" && build "$BUILD" ostiaryctl "${SERVICES[@]/#/ostiary-}" trouble && clients "$BUILD" || exit 1
    node=$(node_program)
    OSTIARY_BIN=${OSTIARY_BIN:-$BUILD/bin} exec "$node" --no-warnings "$ROOT/tests/soak/soak.mjs" "$@"
}
