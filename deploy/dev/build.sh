# shellcheck shell=bash
# Building.  Each kind of build has a folder of its own under the root.

BUILD=$ROOT/build
BIN=${OSTIARY_BIN:-$BUILD/bin} # OSTIARY_BIN: run these programs and build none

# In the order of starting: whoever is called starts before its callers.
SERVICES=(courier usersvc authsvc tokensvc gateway)
readonly BUILD BIN SERVICES

# configure FOLDER [cmake option...]
configure() {
    local folder=$1
    shift
    quietly "$folder/configure.log" cmake -S "$ROOT" -B "$folder" -G Ninja "$@"
}

# build FOLDER [target...]
build() {
    local folder=$1
    shift
    quietly "$folder/build.log" ninja -C "$folder" "$@"
}

# The programs that dev up runs.
build_programs() {
    [[ -z ${OSTIARY_BIN:-} ]] || return 0
    need up
    [[ -x $BIN/ostiaryctl ]] || say "building (this takes a minute the first time)"
    configure "$BUILD" && build "$BUILD" ostiary-supervisor ostiaryctl "${SERVICES[@]/#/ostiary-}"
}

# Programs that are there already will do.
have_programs() {
    [[ -x $BIN/ostiaryctl && -x $BIN/ostiary-supervisor ]] || build_programs
}
