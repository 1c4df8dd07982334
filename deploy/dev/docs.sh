# shellcheck shell=bash
# docs: the pages that are printed from the tables of the contract and of the configuration.

# Page, program that prints it, its option.
PAGES=(
    "PROTOCOL protodoc"
    "CONFIG   ostiary-gateway --settings"
)

cmd_docs() {
    need up
    configure "$BUILD" && build "$BUILD" protodoc ostiary-gateway || exit 1
    local row page program option
    for row in "${PAGES[@]}"; do
        read -r page program option <<<"$row"
        "$BIN/$program" ${option:+"$option"} >"$ROOT/docs/$page.md"
    done
}

# Counts each page; one that differs from what would be printed now is a failure.
docs_fresh() {
    local row page program option bad=0
    for row in "${PAGES[@]}"; do
        read -r page program option <<<"$row"
        if ! diff -u "$ROOT/docs/$page.md" <("$BIN/$program" ${option:+"$option"}); then
            say "docs/$page.md is stale: run ./dev docs" && bad=1 && tally 0 1 0
        else
            tally 1 0 0
        fi
    done
    return "$bad"
}

cmd_bench() {
    need up
    build_programs || exit 1
    [[ -n ${OSTIARY_BIN:-} ]] || build "$BUILD" ostiary-load || exit 1
    OSTIARY_BIN=$BIN exec "$ROOT/bench/run" "$@"
}
