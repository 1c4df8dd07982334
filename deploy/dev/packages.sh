# shellcheck shell=bash
# What has to be installed, for which purpose: names of Debian 12 packages.
# PACKAGE?COMMAND is left out where the command is there already, from wherever.

declare -A PACKAGES=(
    [up]="build-essential cmake ninja-build pkg-config libzmq3-dev libczmq-dev libmsgpack-dev
        libsqlite3-dev libpq-dev libcivetweb-dev libsodium-dev libjansson-dev libssl-dev
        libcurl4-openssl-dev libseccomp-dev libpng-dev libjpeg62-turbo-dev libwebp-dev
        liboath-dev libqrencode-dev"
    [test]="postgresql git clang clang-format clang-tidy libclang-rt-14-dev llvm shellcheck
        ca-certificates openssl?openssl nodejs?node npm?npm chromium?chromium"
    [run]="libzmq5 libczmq4 libmsgpackc2 libsqlite3-0 libpq5 libcivetweb1 libsodium23 libjansson4 libssl3 libcurl4
        libseccomp2 libpng16-16 libjpeg62-turbo libwebp7 liboath0 libqrencode4"
    [compose]="docker-compose?docker-compose"
    [node]="nodejs?node"
    [container]="git curl docker.io?docker"
    [engine]="docker.io?dockerd"
    [image]="debootstrap?debootstrap"
)

# The arguments that are not installed.
missing() {
    local want=() entry command
    for entry in "$@"; do
        command=${entry#*\?}
        if [[ $entry != *\?* ]] || ! type -P "$command" >/dev/null; then
            want+=("${entry%%\?*}")
        fi
    done
    [[ ${#want[@]} -gt 0 ]] || return 0
    comm -23 <(printf '%s\n' "${want[@]}" | sort -u) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${want[@]}" 2>/dev/null |
            sed -n 's/^installed //p' | sort -u)
}

# need up|test|...: installs what is missing for that, or says what to run.
need() {
    local wanted list
    read -r -d '' -a wanted <<<"${PACKAGES[$1]}" || true
    if ! type -P dpkg-query >/dev/null; then
        say "This is not Debian: taking for granted what these packages hold: ${wanted[*]%%\?*}"
        return
    fi
    mapfile -t list < <(missing "${wanted[@]}")
    [[ ${#list[@]} -gt 0 ]] || return 0
    local as_root=()
    if [[ $EUID -ne 0 ]]; then
        as_root=(sudo)
        if ! type -P sudo >/dev/null || { [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; }; then
            say "Packages are missing, and installing them takes root. Please run as root:"
            say "  apt-get update && apt-get install -y --no-install-recommends ${list[*]}"
            exit 1
        fi
    fi
    say "installing: ${list[*]}"
    quietly "$ROOT/build/apt.log" install_packages "${list[@]}" || exit 1
}

# The lists of packages are fetched only if what is there does not do.
install_packages() {
    local run=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    local install=("${run[@]}" install -y --no-install-recommends "$@")
    "${install[@]}" || { "${run[@]}" update && "${install[@]}"; }
}
