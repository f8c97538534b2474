package dev.makevideo.platform.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatSettingsTest {
  private static final String URL = "MAKE_VIDEO_CHAT_URL";
  private static final String MODEL = "MAKE_VIDEO_CHAT_MODEL";

  private static ServiceSettings services(Map<String, String> environment) {
    return Settings.from(environment).services();
  }

  @Test
  void nobodyIsAskedByDefault() {
    assertEquals(ChatSettings.none(), services(Map.of()).chat());
    assertEquals(
        new ChatSettings(Optional.empty(), "", Optional.empty(), Duration.ofSeconds(5)),
        ChatSettings.none());
  }

  @Test
  void everyVariableIsReadAndTheKeyIsNotShown() {
    ServiceSettings services =
        services(
            Map.of(
                URL,
                "http://127.0.0.1:11434/v1//",
                MODEL,
                "some/model:7b",
                "MAKE_VIDEO_CHAT_API_KEY",
                "hidden",
                "MAKE_VIDEO_CHAT_SECONDS",
                "2"));
    ChatSettings chat = services.chat();
    assertEquals(
        new ChatSettings(
            Optional.of("http://127.0.0.1:11434/v1"),
            "some/model:7b",
            Optional.of("hidden"),
            Duration.ofSeconds(2)),
        chat);
    assertFalse(services.toString().contains("hidden"), services.toString());
    assertTrue(services.toString().contains("127.0.0.1"), services.toString());
    assertEquals(chat, services.with(SourceSettings.none()).chat());
    assertEquals(ChatSettings.none(), services.with(ChatSettings.none()).chat());
  }

  @ParameterizedTest
  @CsvSource({
    "MAKE_VIDEO_CHAT_URL, ftp://x",
    "MAKE_VIDEO_CHAT_URL, http://x/v1?key=1",
    "MAKE_VIDEO_CHAT_URL, localhost:11434",
    "MAKE_VIDEO_CHAT_MODEL, two words",
    "MAKE_VIDEO_CHAT_SECONDS, 0",
    "MAKE_VIDEO_CHAT_SECONDS, 7",
  })
  void aBadValueIsNamed(String name, String value) {
    Map<String, String> environment = new HashMap<>(Map.of(URL, "http://x/v1", MODEL, "m"));
    environment.put(name, value);
    InvalidSettingException error =
        assertThrows(InvalidSettingException.class, () -> services(environment));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith(name + " is \"" + value + "\"; allowed"), message);
  }

  @Test
  void aUrlNeedsAModelAndAKeyIsNeverRepeated() {
    InvalidSettingException error =
        assertThrows(InvalidSettingException.class, () -> services(Map.of(URL, "http://x/v1")));
    assertTrue(String.valueOf(error.getMessage()).startsWith(MODEL + " is \"\""));
    InvalidSettingException odd =
        assertThrows(
            InvalidSettingException.class,
            () -> services(Map.of("MAKE_VIDEO_CHAT_API_KEY", "a secret key")));
    assertFalse(String.valueOf(odd.getMessage()).contains("a secret"));
  }
}
