# shellcheck shell=bash
# What every word of dev uses.

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "dev: $*"
    exit 1
}

# quietly LOG COMMAND...: its output goes to LOG, and to the reader only when it fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null && return
    tail -n 40 "$log" >&2
    say "dev: failed: $* (all of it: $log)"
    return 1
}

cores() {
    nproc
}

# Files of the project: tracked or about to be, and there; matching the patterns given.
files() {
    git -C "$ROOT" ls-files -z --cached --others --exclude-standard -- "$@" |
        sort -zu | while IFS= read -r -d '' file; do
        [[ ! -f $ROOT/$file ]] || printf '%s\n' "$file"
    done
}
