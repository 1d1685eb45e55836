# What apps run on: a distribution with the shared libraries that Python runtimes need from it, and a user without
# rights. The names are Debian's and Ubuntu's; where one has another now (libssl3t64), the old one leads to it.
ARG base=docker.io/library/debian:12-slim
FROM ${base}

# What apps need beyond that, as in libpq5 or libmagic1.
ARG packages=""
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        ca-certificates tzdata \
        libbz2-1.0 libexpat1 libffi8 libgdbm6 liblzma5 libncursesw6 libreadline8 libsqlite3-0 libssl3 libuuid1 zlib1g ${packages} \
    && rm -rf /var/lib/apt/lists/*

# Some images have a user of this number already (Ubuntu's do).
RUN if name=$(id -nu 1000 2>/dev/null); then userdel --remove "$name"; fi \
    && groupadd --gid 1000 cnb \
    && useradd --uid 1000 --gid 1000 --create-home --shell /bin/bash cnb

# The lifecycle tells buildpacks what these say, and lets no image follow another of a different kind.
ARG distro_name=debian
ARG distro_version=12
LABEL io.buildpacks.base.distro.name=${distro_name}
LABEL io.buildpacks.base.distro.version=${distro_version}

USER 1000:1000
