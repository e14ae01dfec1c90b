# Not run where this was written: there was no container engine. Tests hold it to what it names.
#
#   docker build -t homeostat:0.1.0-SNAPSHOT .                        every service; the job jar is in it, too
#   docker build -t homeostat-flink:0.1.0-SNAPSHOT --target flink .   Flink's own image with the job jar
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY . .
# The launcher installs a JDK and Maven, builds target/dist, and then tells its version.
RUN ./homeostat version && rm -rf target/dist/demo

FROM flink:2.2.1-java17 AS flink
COPY --from=build --chown=flink:flink /src/target/dist/jobs/homeostat-jobs.jar /opt/flink/usrlib/homeostat-jobs.jar
COPY deploy/healthcheck /opt/homeostat/deploy/healthcheck
# The volume takes over the folder's owner when it is new.
RUN mkdir -p /var/lib/flink && chown flink:flink /var/lib/flink
USER flink

FROM debian:bookworm-slim AS homeostat
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openjdk-17-jdk-headless \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 homeostat \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/homeostat --create-home homeostat
COPY --from=build /src/homeostat /opt/homeostat/homeostat
COPY --from=build /src/target/dist/ /opt/homeostat/target/dist/
COPY deploy/healthcheck /opt/homeostat/deploy/healthcheck
USER 10001:10001
WORKDIR /var/lib/homeostat
ENTRYPOINT ["/opt/homeostat/homeostat", "--no-install", "--no-build"]
CMD ["help"]
