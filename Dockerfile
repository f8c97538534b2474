FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
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
