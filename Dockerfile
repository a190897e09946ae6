# Sonde on a slim Debian: the binary, the libraries that it links, and nothing that builds.
#
#   docker build --tag sonde:local .
#   docker run --read-only --cap-drop ALL --tmpfs /tmp --publish 127.0.0.1:8080:8080 \
#       --volume "$PWD/config:/etc/sonde:ro" --volume sonde-state:/var/lib/sonde sonde:local
#
# config/sonde.yaml listens on 0.0.0.0:8080 and keeps what it stores below /var/lib/sonde; docs/operations.md has more.
# Packages are pinned to the versions of Debian 12; the stars let its security updates in.

FROM swift:6.3.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libcurl4-openssl-dev=7.88.1-* \
        libjs-dygraphs=2.2.1-* \
        libpq-dev=15.* \
        libsqlite3-dev=3.40.1-* \
        pkg-config=1.8.1-* \
        zlib1g-dev=1:1.2.13.* \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Before the sources: a change of those does not fetch the dependencies anew.
COPY Package.swift ./
RUN swift package resolve
# SwiftPM wants the folder of every target, also of those that are not built here.
COPY Sources Sources
COPY Benchmarks Benchmarks
COPY examples examples
COPY Tests Tests
RUN swift build --configuration release --product sonde --static-swift-stdlib \
    && strip -o /usr/local/bin/sonde .build/release/sonde

FROM debian:bookworm-slim AS system
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates=20* \
        libcurl4=7.88.1-* \
        libpq5=15.* \
        libsqlite3-0=3.40.1-* \
        zlib1g=1:1.2.13.* \
    && rm -rf /var/lib/apt/lists/*
# The numbers are fixed so that volumes and policies can name them.
RUN groupadd --gid 10001 sonde \
    && useradd --uid 10001 --gid sonde --no-create-home --home-dir /var/lib/sonde --shell /usr/sbin/nologin sonde
# What installs packages, makes users, signs in or mounts disks goes: half of the system, and of use only to somebody
# who broke in. A shell and the usual tools stay, OpenSSL's settings, and the list of packages, by which scanners know
# what to warn of. In two steps, because what goes first needs the help of what goes last.
RUN mkdir -p /image/dev /image/proc /image/sys \
    && cp --archive /bin /etc /home /lib* /root /run /sbin /tmp /usr /var /image \
    && dpkg --root=/image --purge --force-depends --force-remove-essential --force-remove-protected \
        adduser apt bash bsdutils debian-archive-keyring e2fsprogs gpgv libapt-pkg6.0 libaudit-common libaudit1 \
        libblkid1 libcap-ng0 libext2fs2 libgcrypt20 libgpg-error0 liblz4-1 libmount1 libpam-modules \
        libpam-modules-bin libpam-runtime libpam0g libseccomp2 libsemanage-common libsemanage2 libsepol2 \
        libsmartcols1 libss2 libsystemd0 libudev1 libxxhash0 login logsave mount ncurses-bin passwd \
        sysvinit-utils util-linux util-linux-extra \
    && dpkg --root=/image --purge --force-depends --force-remove-essential --force-remove-protected \
        debconf diffutils init-system-helpers libdb5.3 libdebconfclient0 libsasl2-modules-db mawk perl-base tar \
        usr-is-merged \
    && rm -rf /image/dev/* /image/run/* /image/tmp/* /image/var/cache/* /image/var/log/* /image/var/lib/dpkg/*-old \
        /image/etc/hostname /image/etc/hosts /image/etc/resolv.conf \
    && install --directory --owner=sonde --group=sonde --mode=0750 /image/var/lib/sonde \
    && install --directory /image/etc/sonde

FROM scratch
LABEL org.opencontainers.image.title="Sonde" \
    org.opencontainers.image.description="Watches HTTP APIs, learns what is normal, and tells when something is not" \
    org.opencontainers.image.licenses="MIT"
COPY --from=system /image /
# Of the charting library the two files that the page loads; the package brings eight megabytes of manuals and sources.
COPY --from=build /usr/share/javascript/dygraphs/dygraph.min.js /usr/share/javascript/dygraphs/dygraph.css \
    /usr/share/javascript/dygraphs/
COPY --from=build /usr/share/doc/libjs-dygraphs/copyright /usr/share/doc/libjs-dygraphs/copyright
COPY --from=build /usr/local/bin/sonde /usr/local/bin/sonde

# SQLite sorts and compacts beside its database, which has room, and not in a small /tmp.
ENV SQLITE_TMPDIR=/var/lib/sonde
USER 10001:10001
WORKDIR /var/lib/sonde
VOLUME /var/lib/sonde
EXPOSE 8080
STOPSIGNAL SIGTERM
# Life only: a Sonde without its database probes and tells on, and must not be started anew for it. The address is
# given, so that a configuration with a mistake in it does not make a running Sonde look ill.
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 \
    CMD ["sonde", "healthcheck", "--url", "http://127.0.0.1:8080"]
ENTRYPOINT ["sonde"]
CMD ["run", "--config", "/etc/sonde/sonde.yaml"]
