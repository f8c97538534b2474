package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis that speaks TLS only, with a certificate that keytool made for this test. */
class RedisTlsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PASSWORD = "changeit";
  private static final String TRUST = "javax.net.ssl.trustStore";

  @TempDir Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(TRUST);
    System.clearProperty(TRUST + "Password");
  }

  @Test
  void talksToATrustedServer() throws Exception {
    try (RedisServer server = server("ip:127.0.0.1")) {
      trust();
      try (RedisConnection connection = RedisConnection.open(settings(server))) {
        Await.until(SOON, () -> TestRedis.answers(connection));
        assertEquals("PONG", connection.blocking(SOON, redis -> redis.ping()));
      }
    }
  }

  @Test
  void reachesAServerThatIsFarAway() throws Exception {
    try (RedisServer server = server("ip:127.0.0.1");
        LongWay way = new LongWay(server.port(), Duration.ofMillis(80))) {
      trust();
      try (RedisConnection connection =
          RedisConnection.open(
              RedisSettings.from(Map.of("REDIS_URL", "rediss://127.0.0.1:" + way.port())))) {
        Await.until(SOON, () -> TestRedis.answers(connection));
        assertEquals("PONG", connection.blocking(SOON, redis -> redis.ping()));
      }
    }
  }

  @Test
  void refusesAServerThatNobodyVouchesFor() throws Exception {
    try (RedisServer server = server("ip:127.0.0.1")) {
      assertRefused(server, "unable to find valid certification path");
    }
  }

  @Test
  void refusesACertificateOfAnotherHost() throws Exception {
    try (RedisServer server = server("dns:elsewhere.example")) {
      trust();
      assertRefused(server, "No subject alternative names matching IP address 127.0.0.1 found");
    }
  }

  private static void assertRefused(RedisServer server, String why) {
    try (LogLines log = new LogLines();
        RedisConnection connection = RedisConnection.open(settings(server))) {
      // The first attempt may end with its time, on a busy host.
      Await.until(why, SOON, () -> log.lines().toString().contains(why));
      assertFalse(connection.isConnected());
    }
  }

  private static RedisSettings settings(RedisServer server) {
    return RedisSettings.from(Map.of("REDIS_URL", server.url().replace("redis:", "rediss:")));
  }

  private void trust() {
    System.setProperty(TRUST, directory.resolve("keys.p12").toString());
    System.setProperty(TRUST + "Password", PASSWORD);
  }

  private RedisServer server(String name) throws Exception {
    Path keys = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis",
                "-ext",
                "san=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, keytool.exitValue());
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    Path key =
        pem("PRIVATE KEY", store.getKey("redis", PASSWORD.toCharArray()).getEncoded(), "key.pem");
    Path certificate =
        pem("CERTIFICATE", store.getCertificate("redis").getEncoded(), "certificate.pem");
    // The certificate is its own authority: an entry that is trusted, beside the key.
    store.setCertificateEntry("authority", store.getCertificate("redis"));
    try (java.io.OutputStream out = Files.newOutputStream(keys)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return RedisServer.tls(directory, key, certificate);
  }

  private Path pem(String kind, byte[] bytes, String name) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.write(
        directory.resolve(name),
        List.of("-----BEGIN " + kind + "-----", text, "-----END " + kind + "-----"),
        StandardCharsets.US_ASCII);
  }
}
