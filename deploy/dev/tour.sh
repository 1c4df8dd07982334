# shellcheck shell=bash
# tour: pictures of every page in every look, for who has changed one; no test, and no part of them.

cmd_tour() {
    [[ $# -gt 0 && $1 != -* ]] || die "tour lacks a folder for its pictures"
    need up
    need test
    configure "$BUILD" && build "$BUILD" ostiaryctl "${SERVICES[@]/#/ostiary-}" && clients "$BUILD" || exit 1
    OSTIARY_BIN=$BIN exec "$(node_program)" --no-warnings "$ROOT/tests/e2e/tour/tour.mjs" "$@"
}
