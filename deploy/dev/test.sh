# shellcheck shell=bash
# test: every stage that a change has to pass.  Adding one: a row here, a function stage_NAME.
# A stage counts with `tally`; one that returns an error without having counted a failure
# counts as one, so what could not run is never taken for what has passed.

STAGES=(
    "build  every program and test with gcc; warnings are errors"
    "checks unit, contract, repository, flow and replayed fuzz tests"
    "postgres services, flows and real processes once more, on a PostgreSQL server of the tests' own"
    "asan   the same with clang under AddressSanitizer, LeakSanitizer and UBSan"
    "tsan   unit and flow tests under ThreadSanitizer"
    "docs   the pages that are generated are fresh"
    "lint   formatting, clang-tidy on what changed, shellcheck, house rules"
    "e2e    real processes and a real browser"
    "soak   kills, pauses, bad disks and wrong clocks under load, from a fixed seed"
    "e2e_asan real processes under the sanitizers, with everything that needs no browser"
    "upgrade under load every process is replaced by the next release, and back"
    "compose docker-compose up on a real engine, scaled and behind HAProxy"
)

passed=0 failed=0 skipped=0
build_failed='' # then the stages that need it are not run, and count as failed

tally() {
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

cmd_test() {
    local chosen=() row name
    while [[ $# -gt 0 ]]; do
        case $1 in
        --list) printf '%s\n' "${STAGES[@]}" && return ;;
        --only)
            [[ $# -gt 1 && " ${STAGES[*]%% *} " == *" $2 "* ]] || die "--only takes one of: ${STAGES[*]%% *}"
            chosen+=("$2") && shift 2
            ;;
        *) die "test does not know $1" ;;
        esac
    done
    [[ ${#chosen[@]} -gt 0 ]] || chosen=("${STAGES[@]%% *}")

    need up
    need test
    for row in "${STAGES[@]}"; do
        name=${row%% *}
        [[ " ${chosen[*]} " != *" $name "* ]] || run_stage "$name" "${row#* }"
    done
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [[ $failed -eq 0 && $passed -gt 0 ]]
}

run_stage() {
    local name=$1 began=$SECONDS before=("$passed" "$failed" "$skipped") about
    read -r about <<<"$2"
    printf '== %s: %s\n' "$name" "$about"
    "stage_$name" || ((failed > before[1])) || tally 0 1 0
    printf '== %s: %d passed, %d failed, %d skipped, %d s\n' "$name" \
        $((passed - before[0])) $((failed - before[1])) $((skipped - before[2])) $((SECONDS - began))
}

stage_build() {
    build_failed=yes
    configure "$BUILD" && build "$BUILD" && build_failed='' && tally 1 0 0
}

stage_checks() {
    stage_ready && run_ctest "$BUILD" 'unit|proto|repo|flow|fuzz'
}

stage_postgres() {
    stage_ready && run_ctest "$BUILD" postgres &&
        OSTIARY_TEST_STORE=postgres run_node "$BUILD" 'e2e/@(openid_client|crash|postgres).test.mjs'
}

stage_asan() {
    local folder=$ROOT/build-asan
    configure "$folder" -DCMAKE_C_COMPILER=clang -DOSTIARY_SANITIZE=address && build "$folder" || return
    ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
        run_ctest "$folder" 'unit|proto|repo|flow|fuzz'
}

# Not the tests of the bus: what is handed over inside libzmq looks like a race, since it is built
# without ThreadSanitizer.
stage_tsan() {
    local folder=$ROOT/build-tsan
    configure "$folder" -DOSTIARY_SANITIZE=thread && build "$folder" || return
    TSAN_OPTIONS=second_deadlock_stack=1 run_ctest "$folder" 'unit|flow' -E '^bus_'
}

stage_docs() {
    stage_ready && docs_fresh
}

stage_lint() {
    lint changed
}

stage_e2e() {
    stage_ready && run_node "$BUILD" "e2e/@($(as_released)).test.mjs"
}

# A report of a sanitizer ends its process, and a process that does not end cleanly fails its test.
stage_e2e_asan() {
    local folder=$ROOT/build-asan
    configure "$folder" -DCMAKE_C_COMPILER=clang -DOSTIARY_SANITIZE=address && build "$folder" || return
    run_node "$folder" "e2e/!($(as_released)).test.mjs"
}

# The files, as a pattern, that are not for the sanitizers: those with a browser, whose time is its
# own, those with a library that has to come first, and the one that asks how much is borne.  So each file runs once.
as_released() {
    (cd "$ROOT/tests/e2e" && grep -lE 'harness/(chromium|clock)|playwright-core' ./*.test.mjs) |
        sed 's|^./||; s|.test.mjs$||' | sort - <(echo overload) | paste -sd '|'
}

stage_soak() {
    stage_ready && run_node "$BUILD" 'soak/*.test.mjs'
}

# run_node FOLDER ROOM/FILES: tests of the programs of that build.
run_node() {
    local files
    clients "$1" || return
    shopt -s extglob
    # shellcheck disable=SC2206 # a pattern
    files=("$ROOT/tests"/$2)
    OSTIARY_BIN=$1/bin node_tests "$1/${2%%/*}.log" "${files[@]}"
}

# node_tests LOG FILE...: counts the cases, prints what failing ones said.
node_tests() {
    local log=$1 node status=0 counts
    node=$(node_program)
    shift
    timeout 900 "$node" --test --test-reporter=tap --test-concurrency="$(cores)" "$@" >"$log" 2>&1 </dev/null || status=$?
    grep -A 30 '^ *not ok' "$log" || true
    counts=$(awk '$1 == "#" { n[$2] = $3 }
        END { if (!("pass" in n)) exit 1; print n["pass"], n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' "$log") ||
        { tail -n 40 "$log" && return 1; }
    # shellcheck disable=SC2086 # three numbers
    tally $counts
    return "$status"
}

# The one that the clients' lock file brings, if it is there.
node_program() {
    local own=$ROOT/tests/e2e/node_modules/.bin/node
    [[ -x $own ]] || own=node
    printf '%s\n' "$own"
}

# For a stage that needs what stage build makes, even when it is run alone.
stage_ready() {
    [[ -z $build_failed ]] || { say "not run: the build failed" && return 1; }
    configure "$BUILD" && build "$BUILD"
}

# run_ctest FOLDER LABELS [ctest option...]: counts the cases of each program, prints what failing ones said.
run_ctest() {
    local folder=$1 labels=$2 log=$1/ctest.log status=0 counts
    shift 2
    aslr ctest --test-dir "$folder" -L "^($labels)\$" "$@" -V -j "$(cores)" --no-tests=error >"$log" 2>&1 </dev/null || status=$?
    counts=$(awk -f "$ROOT/deploy/dev/ctest.awk" "$log") || { tail -n 20 "$log" && return 1; }
    # shellcheck disable=SC2086 # three numbers
    tally $counts
    return "$status"
}

# ThreadSanitizer of gcc 12 cannot place its shadow where addresses are randomised too widely.
aslr() {
    if [[ $(</proc/sys/vm/mmap_rnd_bits) -gt 28 ]] && setarch -R true 2>/dev/null; then
        setarch -R "$@"
    else
        "$@"
    fi
}
