# shellcheck shell=bash
# fmt and lint: how the sources look, and the rules of the house.  Adding a rule: a row here and
# a function lint_NAME, which prints what is wrong and where, and fails.

LINTS=(format tidy shell length blanks banned strangers)

cmd_fmt() {
    need test
    mapfile -t sources < <(files '*.c' '*.h')
    (cd "$ROOT" && clang-format -i "${sources[@]}")
}

cmd_lint() {
    local scope=changed
    [[ $# -eq 0 || $1 == --all ]] || die "lint takes --all and nothing else"
    [[ $# -eq 0 ]] || scope=all
    need up
    need test
    lint "$scope"
}

# lint changed|all: which files clang-tidy, the slow one, looks at.
lint() {
    local rule bad=0
    for rule in "${LINTS[@]}"; do
        if (cd "$ROOT" && "lint_$rule" "$1"); then
            printf 'ok %s\n' "$rule" && tally 1 0 0
        else
            printf 'not ok %s\n' "$rule" && tally 0 1 0
            bad=1
        fi
    done
    return "$bad"
}

lint_format() {
    files '*.c' '*.h' | xargs -r -d '\n' clang-format --dry-run -Werror
}

# clang-tidy reads clang's own command lines; nothing is built for it.
lint_tidy() {
    local folder=$ROOT/build-lint
    configure "$folder" -DCMAKE_C_COMPILER=clang || return
    local list
    mapfile -t list < <(tidied "$1")
    [[ ${#list[@]} -gt 0 ]] || return 0
    printf '%s\n' "${list[@]}" |
        xargs -r -d '\n' -P "$(cores)" -n 4 clang-tidy --quiet -p "$folder" 2>"$folder/tidy.log" ||
        { grep -v 'warnings\? .*generated' "$folder/tidy.log" && return 1; }
}

tidied() {
    if [[ $1 == all ]]; then
        files '*.c'
    else
        comm -12 <(files '*.c' | sort) <(changed | sort)
    fi
}

# What differs from the main line, or what the last commit changed.
changed() {
    local base
    base=$(git merge-base HEAD origin/HEAD 2>/dev/null || true)
    [[ -n $base && $base != $(git rev-parse HEAD) ]] || base=$(git rev-parse -q --verify HEAD~1 || git hash-object -t tree /dev/null)
    git diff --name-only "$base"
    git ls-files --others --exclude-standard
}

lint_shell() {
    { printf "%s\n" dev .ci/run bench/run && files '*.sh'; } | xargs -r -d '\n' shellcheck
}

lint_length() {
    local file lines bad=0
    while IFS= read -r file; do
        lines=$(wc -l <"$file")
        [[ $lines -le 400 ]] || { say "$file has $lines lines, more than 400" && bad=1; }
    done < <(files '*.c' '*.h' '*.sh' '*.mjs' '*.js' '*.py' dev)
    return "$bad"
}

lint_blanks() {
    ! files '*.c' '*.h' '*.def' '*.sh' '*.sql' '*.mjs' '*.js' '*.html' '*.css' '*.txt' '*.yml' '*.md' dev |
        xargs -r -d '\n' grep -nP '\t|[ \r]+$' -- /dev/null
}

# Each has a better way: buf and arena, text_int, clock, random, the supervisor.
lint_banned() {
    local never='strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|rand|srand|random|system|popen|alloca|tmpnam|mktemp'
    local in_base='time|gettimeofday|clock_gettime|getrandom'
    ! { calls "$never" '*.c' '*.h' && calls "$in_base" '*.c' '*.h' ':!common/base/clock.c' ':!common/base/random.c' ':!tests/soak/trouble.c'; } | grep .
}

# calls NAMES PATTERN...: where one of these functions is called; comments do not count.
calls() {
    local names=$1
    shift
    { files "$@" | xargs -r -d '\n' grep -nE "(^|[^[:alnum:]_.>\"])($names)\(" -- /dev/null |
        grep -vE '^[^:]+:[0-9]+: *(/?\*|//)'; } || true
}

# Nothing in the tree names a mirror of packages, or a folder of one machine.
lint_strangers() {
    ! files | xargs -r -d '\n' grep -nIE \
        'https?://[^/ "]*(registry|mirror|npmjs|pypi)|https?://deb[.]|(^|[^[:alnum:]._-])/(work|root|home/[a-z]+)/' -- /dev/null
}
