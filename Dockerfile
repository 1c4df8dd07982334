# Dockerfile - one image for every program of Ostiary; docker-compose.yml says who runs which.
# Docker 20.10's own builder can read it: no RUN --mount, no heredocs.
FROM debian:bookworm-slim AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

COPY deploy/dev/packages.sh /packages.sh
RUN . /packages.sh; export DEBIAN_FRONTEND=noninteractive; \
    apt-get -q update && apt-get -q install -y --no-install-recommends ${PACKAGES[up]}

COPY . /src
RUN cmake -S /src -B /build -G Ninja && \
    ninja -C /build ostiaryctl ostiary-gateway ostiary-tokensvc ostiary-authsvc ostiary-usersvc \
        ostiary-courier && \
    install -D --strip -t /programs /build/bin/*

FROM debian:bookworm-slim
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

COPY deploy/dev/packages.sh /packages.sh
RUN . /packages.sh; export DEBIAN_FRONTEND=noninteractive; \
    apt-get -q update && apt-get -q install -y --no-install-recommends ${PACKAGES[run]} && \
    rm -rf /var/lib/apt/lists/* /packages.sh

# A user for each program, and the folders that volumes are mounted at.  Not /data/default: Docker
# would give each new volume there the owner it has in the image, and every service has its own.
# What is mounted at /data/bus, in memory, has the mode of this folder.
RUN id=7300; for name in gateway tokensvc authsvc usersvc courier admin; do \
        useradd --uid "$id" --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin "ostiary-$name"; \
        mkdir -p "/data/keys/$name" "/volumes/$name" && id=$((id + 1)); \
    done && \
    mkdir -p /data/{bus,keys/public} && chmod 1777 /data/bus

COPY --from=build /programs /usr/local/bin
COPY deploy/init.sh /usr/local/bin/ostiary-init

# Every program looks for its installation in ./data.
WORKDIR /
