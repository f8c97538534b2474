package dev.makevideo.platform.settings;

import dev.makevideo.coordination.redis.RedisSettings;
import java.util.Map;
import java.util.Set;

/**
 * The process's settings, read once from environment variables and parsed into one record per
 * concern. A name that is a slip of the pen fails with the one that was meant: {@link
 * SettingNames}.
 *
 * @param storage where data lies
 * @param worker slots and batches
 * @param speech recognition in the process
 * @param captions the fonts of captions
 * @param services external services
 * @param api the HTTP server
 * @param log what is logged, and where to
 */
public record Settings(
    StorageSettings storage,
    WorkerSettings worker,
    SpeechSettings speech,
    CaptionSettings captions,
    ServiceSettings services,
    ApiSettings api,
    LogSettings log) {

  /**
   * @throws InvalidSettingException naming the variable, its value and what is allowed
   */
  public static Settings from(Map<String, String> environment) {
    SettingReader reader = new SettingReader(environment);
    Settings settings = read(reader);
    reader.rejectSlips();
    checkRedis(environment);
    return settings;
  }

  /** They are the coordination module's own, and refused with the others before anything starts. */
  private static void checkRedis(Map<String, String> environment) {
    try {
      RedisSettings.from(environment);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(String.valueOf(e.getMessage()));
    }
  }

  /** The names of all variables that are read, also by other parts of the program. */
  static Set<String> names() {
    SettingReader reader = new SettingReader(Map.of());
    read(reader);
    return reader.names().all();
  }

  private static Settings read(SettingReader reader) {
    StorageSettings storage = StorageSettings.from(reader);
    return new Settings(
        storage,
        WorkerSettings.from(reader),
        SpeechSettings.from(reader),
        CaptionSettings.from(reader),
        ServiceSettings.from(reader),
        ApiSettings.from(reader, storage.home()),
        LogSettings.from(reader, storage.home()));
  }
}
