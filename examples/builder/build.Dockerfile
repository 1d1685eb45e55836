# What apps are built in: the run image, so that a Python runs here as it will there, and what only builds need.
ARG run=docker.io/t/builder-run:debian-12
FROM ${run}

USER root
# git: for requirements that are repositories. Others a builder may want: a compiler, and headers (build-essential).
ARG packages="git"
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ${packages} \
    && rm -rf /var/lib/apt/lists/*

ENV CNB_USER_ID=1000
ENV CNB_GROUP_ID=1000
USER 1000:1000
