package dev.makevideo.api;

import dev.makevideo.api.health.HealthCheck;
import dev.makevideo.api.health.ServiceGuard;
import dev.makevideo.api.queue.Workers;
import dev.makevideo.api.upload.NarrationProbe;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * What the server is made of.
 *
 * @param settings where to listen and who may ask
 * @param services what is configured, to refuse jobs that could not be done
 * @param speech whether workers recognize speech themselves
 * @param client with the converter and the propagator of this project
 * @param jobsKept after how long closed jobs are deleted, if that is set
 * @param store the store that the workers share
 * @param probe looks at narrations
 * @param disks what it writes to: without room there, no job is taken
 * @param uploads a folder for narrations on their way in; nobody else's
 * @param resumable the folder of uploads ahead of their job; on the store's disk, so that all
 *     instances share it
 * @param limits of bodies
 * @param shared what all processes share: limits, sessions
 * @param checks for {@code /health}
 * @param workers who works
 * @param guard what the workers know of services
 * @param metrics over a Prometheus registry, if {@code /metrics} is to answer
 * @param version shown by {@code /health}
 * @param webUi base of the Web UI's pages of the namespace, for links
 * @param clock for timestamps
 * @param nanos for deadlines; only runs forward
 * @param random for ids; a SecureRandom
 */
record ApiParts(
    ApiSettings settings,
    ServiceSettings services,
    SpeechSettings speech,
    Optional<Duration> jobsKept,
    WorkflowClient client,
    ArtifactStore store,
    NarrationProbe probe,
    WatchedDisks disks,
    Path uploads,
    Path resumable,
    UploadLimits limits,
    RedisCoordinator shared,
    List<HealthCheck> checks,
    Workers workers,
    ServiceGuard guard,
    Metrics metrics,
    String version,
    Optional<String> webUi,
    Clock clock,
    LongSupplier nanos,
    Random random) {
  public ApiParts {
    checks = List.copyOf(checks);
  }
}
