FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
# The poms alone fetch all that is needed, so that a change of the sources fetches nothing again.
COPY pom.xml ./
COPY workflows/pom.xml workflows/
COPY testkit/pom.xml testkit/
COPY coordination/pom.xml coordination/
COPY platform/pom.xml platform/
COPY activities/pom.xml activities/
COPY worker/pom.xml worker/
COPY api/pom.xml api/
COPY standalone/pom.xml standalone/
COPY checks/pom.xml checks/
COPY .mvn .mvn
RUN mvn -q -B -Dquick -pl standalone -am package && rm -rf */target
COPY . .
RUN mvn -q -B -Dquick -pl standalone -am package

FROM eclipse-temurin:17-jre
# ffmpeg is a program of its own (GPL build from the distribution), run as a separate process.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --create-home makevideo
COPY --from=build /src/standalone/target/make-video.jar /opt/make-video/
COPY --from=build /src/standalone/target/lib /opt/make-video/lib
USER makevideo
ENV MAKE_VIDEO_HOME=/data
VOLUME /data
EXPOSE 8004
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-jar", "/opt/make-video/make-video.jar"]
CMD ["api"]
