package dev.makevideo.platform.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * The chat endpoint that reads free text in conversations.
 *
 * @param url {@code MAKE_VIDEO_CHAT_URL}: base of an OpenAI-compatible API, such as {@code
 *     http://host/v1}; absent: none is asked
 * @param model {@code MAKE_VIDEO_CHAT_MODEL}: needed with the URL; else empty
 * @param key {@code MAKE_VIDEO_CHAT_API_KEY}; secret
 * @param limit {@code MAKE_VIDEO_CHAT_SECONDS}: how long one turn may wait for it, 1 to 6 s,
 *     because the API answers a turn within 8 s; default 5 s
 */
public record ChatSettings(
    Optional<String> url, String model, Optional<String> key, Duration limit) {
  private static final String URL = "MAKE_VIDEO_CHAT_URL";
  private static final String MODEL = "MAKE_VIDEO_CHAT_MODEL";
  private static final int SECONDS = 5;
  private static final int MOST_SECONDS = 6;

  /** No endpoint. */
  public static ChatSettings none() {
    return new ChatSettings(Optional.empty(), "", Optional.empty(), Duration.ofSeconds(SECONDS));
  }

  static ChatSettings from(SettingReader reader) {
    Optional<String> url = reader.text(URL);
    String model = reader.text(MODEL, "");
    if (url.filter(value -> !SourceSettings.isBase(value)).isPresent()) {
      throw new InvalidSettingException(
          URL
              + " is \""
              + url.get()
              + "\"; allowed: an http or https URL without user, query and fragment");
    }
    if (url.isPresent() && !model.matches("[\\x21-\\x7e]{1,200}")) {
      throw new InvalidSettingException(
          MODEL
              + " is \""
              + model
              + "\"; allowed with "
              + URL
              + ": 1 to 200 printable ASCII characters without a space");
    }
    return new ChatSettings(
        url.map(base -> base.replaceAll("/+$", "")),
        model,
        SourceSettings.key(reader, "MAKE_VIDEO_CHAT_API_KEY"),
        Duration.ofSeconds(reader.number("MAKE_VIDEO_CHAT_SECONDS", SECONDS, 1, MOST_SECONDS)));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ChatSettings[url=" + url + ", model=" + model + ", key=" + key.isPresent() + "]";
  }
}
