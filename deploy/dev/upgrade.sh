# shellcheck shell=bash
# The stage upgrade: processes of this release and of one that could follow it, side by side.

stage_upgrade() {
    stage_ready || return
    local next=$BUILD/next
    next_release "$next" || return
    OSTIARY_BIN=$next/programs OSTIARY_OLD_BIN=$BUILD/bin OSTIARY_NEXT_BIN=$next/build/bin \
        node_tests "$next/upgrade.log" "$ROOT"/tests/upgrade/*.test.mjs
}

# The services alone, and quickly: it is not measured.  A field that is new stands in no initializer.
next_release() {
    quietly "$1/sources.log" node "$ROOT/tests/upgrade/next.mjs" "$1/source" || return
    quietly "$1/configure.log" cmake -S "$1/source" -B "$1/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_C_FLAGS=-Wno-missing-field-initializers && build "$1/build" "${SERVICES[@]/#/ostiary-}"
}
