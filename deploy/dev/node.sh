# shellcheck shell=bash
# Node, for tests that are clients.

# clients FOLDER: what the tests take from npm, as the lock file has it; its log goes to FOLDER.
clients() {
    local tests=$ROOT/tests/e2e
    [[ $tests/node_modules/.package-lock.json -nt $tests/package-lock.json ]] ||
        quietly "$1/npm.log" npm --prefix "$tests" ci --no-audit --no-fund
}

# Debian's node, unless the lock file brings a newer one.
node_program() {
    local node=$ROOT/tests/e2e/node_modules/.bin/node
    [[ -x $node ]] || node=node
    printf '%s\n' "$node"
}
