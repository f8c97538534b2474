package dev.makevideo.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.standalone.doctor.Finding.Level;
import dev.makevideo.standalone.embedded.InMemoryTemporal;
import dev.makevideo.standalone.embedded.Ports;
import dev.makevideo.testkit.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
  @TempDir Path home;

  @Test
  void aBareMachineIsToldWhatToGet() throws Exception {
    Map<String, Finding> findings = examine(Map.of("PATH", home.toString()));
    assertEquals(Level.OK, level(findings, "Java"));
    assertEquals(Level.OK, level(findings, "data folder"));
    assertEquals(Level.NOTE, level(findings, "Temporal"));
    assertEquals(Level.OK, level(findings, "Redis"));
    assertEquals(Level.MISSING, level(findings, "ffmpeg with libx264 and libass"));
    assertEquals(Level.OK, level(findings, "text recognition"));
    assertEquals(Level.NOTE, level(findings, "speech model"));
    assertEquals(Level.NOTE, level(findings, "CJK font"));
    assertEquals(Level.OK, level(findings, "transcriber"));
    for (Finding finding : findings.values()) {
      assertEquals(finding.level() == Level.OK, finding.advice().isEmpty(), finding.toString());
    }
  }

  @Test
  void aSpeechModelThatIsOffOrBrokenIsTold() throws Exception {
    Map<String, Finding> off = examine(Map.of("MAKE_VIDEO_SPEECH_MODEL", "off"));
    assertEquals(Level.NOTE, level(off, "speech model"));
    assertEquals(Level.NOTE, level(off, "transcriber"));
    Map<String, Finding> broken = examine(Map.of("MAKE_VIDEO_SPEECH_MODEL", home.toString()));
    assertEquals(Level.MISSING, level(broken, "speech model"));
    assertTrue(found(broken, "speech model").contains("there is no config.json"));
  }

  @Test
  void aChatEndpointIsToldWhereThereIsOne() throws Exception {
    assertFalse(examine(Map.of()).containsKey("chat"));
    Map<String, Finding> one =
        examine(Map.of("MAKE_VIDEO_CHAT_URL", "http://x/v1", "MAKE_VIDEO_CHAT_MODEL", "m"));
    assertEquals("http://x/v1, m", found(one, "chat"));
  }

  @Test
  void programsOfSourcesThatAreOffOrBrokenAreTold() throws Exception {
    assertEquals(Level.OK, level(examine(Map.of("MAKE_VIDEO_YTDLP", "off")), "yt-dlp"));
    Map<String, Finding> none = examine(Map.of("PATH", home.toString()));
    assertTrue(found(none, "yt-dlp").startsWith("yt-dlp needs Python 3.11 or newer"));
    Map<String, Finding> broken =
        examine(
            Map.of(
                "MAKE_VIDEO_YTDLP", home.toString(), "MAKE_VIDEO_SOURCE_COMMAND", home.toString()));
    assertEquals(Level.MISSING, level(broken, "yt-dlp"));
    assertTrue(found(broken, "yt-dlp").contains("there is no yt_dlp-"));
    assertEquals(Level.MISSING, level(broken, "own source"));
  }

  @Test
  void aFontThatIsOffOrBrokenIsTold() throws Exception {
    Map<String, Finding> off = examine(Map.of("MAKE_VIDEO_CJK_FONTS", "off"));
    assertEquals(Level.NOTE, level(off, "CJK font"));
    Map<String, Finding> broken = examine(Map.of("MAKE_VIDEO_CJK_FONTS", home.toString()));
    assertEquals(Level.MISSING, level(broken, "CJK font"));
    assertTrue(found(broken, "CJK font").contains("there is no NotoSansCJK-Regular.ttc"));
  }

  @Test
  void pipOrGoMakeUpForWhatIsMissing() throws Exception {
    program("pip3", "exit 1");
    program("go", "exit 1");
    Map<String, Finding> findings = examine(Map.of("PATH", home.toString()));
    assertEquals(Level.NOTE, level(findings, "ffmpeg with libx264 and libass"));
    assertTrue(advice(findings, "Temporal").contains("builds one with Go"));
  }

  @Test
  void programsThatAreThereAreNamedWithTheirVersion() throws Exception {
    program("temporal", "echo temporal version 9.9.9");
    program("redis-server", "exit 1");
    Map<String, Finding> findings = examine(Map.of("PATH", home.toString()));
    assertTrue(found(findings, "Temporal").startsWith("temporal version 9.9.9"));
    assertEquals(home.resolve("redis-server").toString(), found(findings, "Redis"));
  }

  @Test
  void serversThatAreNamedMustAnswer() throws Exception {
    String nowhere = "127.0.0.1:" + Ports.free();
    Map<String, Finding> away =
        examine(Map.of("TEMPORAL_ADDRESS", nowhere, "REDIS_URL", "redis://:secret@" + nowhere));
    assertEquals(Level.MISSING, level(away, "Temporal"));
    assertEquals(Level.NOTE, level(away, "Redis"));
    assertTrue(away.values().stream().noneMatch(f -> f.toString().contains("secret")));
    Map<String, Finding> sentinels =
        examine(Map.of("REDIS_URL", "redis-sentinel://" + nowhere + "#main"));
    assertTrue(found(sentinels, "Redis").contains(nowhere), sentinels.toString());
    try (InMemoryTemporal server = InMemoryTemporal.start()) {
      Map<String, Finding> there = examine(Map.of("TEMPORAL_ADDRESS", server.address()));
      assertEquals(Level.OK, level(there, "Temporal"));
      assertTrue(found(there, "retention").contains(server.address()), there.toString());
    }
  }

  @Test
  void aRedisThatIsNamedMustLetUsIn() throws Exception {
    try (RedisServer redis = new RedisServer(home.resolve("server"))) {
      Map<String, String> named = Map.of("REDIS_URL", redis.url());
      Map<String, Finding> there = examine(named);
      assertEquals(Level.OK, level(there, "Redis"), there.toString());
      redis.talk().command("CONFIG SET requirepass hush-hush");
      Map<String, Finding> locked = examine(named);
      assertEquals(Level.NOTE, level(locked, "Redis"), locked.toString());
      assertTrue(found(locked, "Redis").contains("NOAUTH"), locked.toString());
      Map<String, String> open = new HashMap<>(named);
      open.put("REDIS_PASSWORD", "hush-hush");
      assertEquals(Level.OK, level(examine(open), "Redis"));
    }
  }

  @Test
  void aRedisUrlThatIsNoneIsRefusedByName() {
    InvalidSettingException refused =
        assertThrows(InvalidSettingException.class, () -> examine(Map.of("REDIS_URL", "re dis")));
    assertTrue(refused.toString().contains("REDIS_URL"), refused.toString());
  }

  @Test
  void aDataFolderThatCannotBeWrittenIsMissing() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    Map<String, Finding> findings = examine(Map.of("MAKE_VIDEO_HOME", file.toString()));
    assertEquals(Level.MISSING, level(findings, "data folder"));
  }

  private Map<String, Finding> examine(Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("MAKE_VIDEO_HOME", home.resolve("data").toString());
    return new Doctor(all)
        .examine().stream().collect(Collectors.toMap(Finding::name, finding -> finding));
  }

  private void program(String name, String script) throws Exception {
    Path file = Files.writeString(home.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private static Level level(Map<String, Finding> findings, String name) {
    return get(findings, name).level();
  }

  private static String found(Map<String, Finding> findings, String name) {
    return get(findings, name).found();
  }

  private static String advice(Map<String, Finding> findings, String name) {
    return get(findings, name).advice();
  }

  private static Finding get(Map<String, Finding> findings, String name) {
    return java.util.Objects.requireNonNull(findings.get(name), name);
  }
}
