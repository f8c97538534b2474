package dev.makevideo.platform.settings;

import java.util.Optional;

/**
 * What one tenant may have; a service without keys has one tenant.
 *
 * @param jobsPerHour {@code MAKE_VIDEO_TENANT_JOBS_PER_HOUR}: 1 to 1,000,000; default: no limit
 * @param minutesPerDay {@code MAKE_VIDEO_TENANT_MINUTES_PER_DAY}: of narration, 1 to 16,000;
 *     default: no limit
 * @param jobsAtOnce {@code MAKE_VIDEO_TENANT_JOBS_AT_ONCE}: 1 to 100,000; default: no limit
 */
public record QuotaSettings(
    Optional<Integer> jobsPerHour, Optional<Integer> minutesPerDay, Optional<Integer> jobsAtOnce) {
  /** No limits. */
  public static QuotaSettings none() {
    return new QuotaSettings(Optional.empty(), Optional.empty(), Optional.empty());
  }

  static QuotaSettings from(SettingReader reader) {
    return new QuotaSettings(
        reader.optionalNumber("MAKE_VIDEO_TENANT_JOBS_PER_HOUR", 1, 1_000_000),
        reader.optionalNumber("MAKE_VIDEO_TENANT_MINUTES_PER_DAY", 1, 16_000),
        reader.optionalNumber("MAKE_VIDEO_TENANT_JOBS_AT_ONCE", 1, 100_000));
  }
}
