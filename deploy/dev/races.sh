# shellcheck shell=bash
# races: the races of tests/e2e over replicas, as often as is asked for; ./dev test makes ten runs.

cmd_races() {
    local runs=1000
    if [[ ${1:-} == --runs ]]; then
        [[ ${2:-} =~ ^[1-9][0-9]{0,5}$ ]] || die "--runs lacks its value, a number"
        runs=$2 && shift 2
    fi
    [[ $# -eq 0 ]] || die "races does not know $1"
    need test
    build_programs || exit 1
    OSTIARY_RACES=$runs OSTIARY_BIN=$BIN "$(node_program)" --test --test-reporter=spec "$ROOT/tests/e2e/races.test.mjs"
}
