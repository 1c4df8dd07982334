# shellcheck shell=bash
# docs: the pages that are printed from the tables of the contract and of the configuration.

# Page, program that prints it, its option.  Rows of one page are printed one after the other.
PAGES=(
    "PROTOCOL protodoc"
    "CONFIG   ostiary-gateway --settings"
    "CONFIG   ostiary-usersvc --own-settings"
    "CONFIG   ostiary-authsvc --own-settings"
    "CONFIG   ostiary-courier --own-settings"
)

page_names() {
    printf '%s\n' "${PAGES[@]%% *}" | sort -u
}

# print_page PAGE: as it has to be now.
print_page() {
    local row page program option
    for row in "${PAGES[@]}"; do
        read -r page program option <<<"$row"
        [[ $page != "$1" ]] || "$BIN/$program" ${option:+"$option"}
    done
}

cmd_docs() {
    need up
    configure "$BUILD" && build "$BUILD" protodoc "${SERVICES[@]/#/ostiary-}" || exit 1
    local page
    for page in $(page_names); do
        print_page "$page" >"$ROOT/docs/$page.md"
    done
}

# Counts each page; one that differs from what would be printed now is a failure.
docs_fresh() {
    local page bad=0
    for page in $(page_names); do
        if ! diff -u "$ROOT/docs/$page.md" <(print_page "$page"); then
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
