package dev.makevideo.settings;

import java.util.Map;

/**
 * The process's settings, read once from environment variables and parsed into one record per
 * concern. Unknown {@code MAKE_VIDEO_} names fail with the nearest known one.
 *
 * @param storage where data lies
 * @param worker slots and batches
 * @param services external services
 * @param api the HTTP server
 * @param log what is logged, and where to
 */
public record Settings(
    StorageSettings storage,
    WorkerSettings worker,
    ServiceSettings services,
    ApiSettings api,
    LogSettings log) {

  /**
   * @throws InvalidSettingException naming the variable, its value and what is allowed
   */
  public static Settings from(Map<String, String> environment) {
    SettingReader reader = new SettingReader(environment);
    Settings settings =
        new Settings(
            StorageSettings.from(reader),
            WorkerSettings.from(reader),
            ServiceSettings.from(reader),
            ApiSettings.from(reader),
            LogSettings.from(reader));
    reader.rejectUnknown();
    return settings;
  }
}
