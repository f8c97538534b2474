package dev.makevideo.api.health;

import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.workflows.job.SourceName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether a clip source is ready, and what the workers know of it together. Not vital: another
 * source stands in, or the job waits. The source itself is never called: it belongs to others, and
 * counts calls.
 */
public final class SourceCheck implements HealthCheck {
  /** A job brings these, or they have checks of their own. */
  private static final Set<SourceName> WITHOUT =
      Set.of(SourceName.FOLDER, SourceName.URLS, SourceName.UPLOADS, SourceName.SERVICES);

  /** What the workers call those whose label is another. */
  private static final Map<SourceName, String> SERVICES =
      Map.of(SourceName.COMMONS, "wikimedia-commons", SourceName.ARCHIVE, "internet-archive");

  private final SourceName source;
  private final Optional<String> missing;
  private final Supplier<Optional<Finding>> objection;

  /**
   * @param missing what to set so that it is ready; empty: it is
   * @param objection why the source must not be called now, if so
   */
  SourceCheck(SourceName source, Optional<String> missing, Supplier<Optional<Finding>> objection) {
    this.source = source;
    this.missing = missing;
    this.objection = objection;
  }

  /** The checks of all sources that are on the internet. */
  public static List<HealthCheck> all(ServiceSettings settings, ServiceGuard guard) {
    return Arrays.stream(SourceName.values())
        .filter(source -> !WITHOUT.contains(source))
        .<HealthCheck>map(
            source ->
                new SourceCheck(
                    source,
                    settings.missing(source),
                    () -> guard.objection(SERVICES.getOrDefault(source, source.label()))))
        .toList();
  }

  @Override
  public String name() {
    return "source_" + source.label();
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Finding look() {
    return missing
        .map(setting -> HealthCheck.well("not ready: wants " + setting))
        .or(objection)
        .orElseGet(() -> HealthCheck.well("ready"));
  }
}
