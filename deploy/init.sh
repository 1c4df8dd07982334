#!/bin/sh
# init.sh ISSUER - in a container: makes what the installation in /data lacks and gives each service
# what is its own.  Folders stay root's, so that doing it again takes no right but CAP_CHOWN.
set -eu

ostiaryctl init --issuer "$1"

for name in gateway tokensvc authsvc usersvc courier admin; do
    chown "ostiary-$name:" "/data/keys/$name"/*
done
for name in tokensvc authsvc usersvc courier; do
    chown "ostiary-$name:" "/volumes/$name"
done
