package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.MediaNarrationProbe;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.workflows.job.Field;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each bad submission is answered with, on both routes, by the real server with the real
 * probe; and what is just good enough. Each request has an Idempotency-Key of its own: the job's id
 * follows from it, so that it can be asked whether there is such a job.
 */
class BadRequestsTest {
  private static final List<FormShape> SUBMISSIONS = List.of(FormShape.CREATE, FormShape.V1);
  private static final int LARGEST = 52_428_800;
  private static final AtomicInteger KEYS = new AtomicInteger();
  private static Narrations narrations;
  private static ApiFixture api;

  @BeforeAll
  static void start() throws Exception {
    narrations = new Narrations();
    api =
        new ApiFixture(
            new MediaNarrationProbe(new MediaProbe(narrations.ffmpeg(), narrations.processes())),
            0);
    api.start(ApiFixture.loopback(), ApiFixture.allConfigured(), UploadLimits.defaults());
  }

  @AfterAll
  static void stop() throws IOException {
    api.close();
    narrations.close();
  }

  /**
   * One row.
   *
   * @param status on {@code /v1/videos}; a refusal is a 400 on {@code /create}
   * @param said parts of the message; {@code $} stands for the field's name
   */
  private record Row(
      String name, byte[] audio, Map<Field, String> fields, int status, Field field, String said) {
    static Row audio(String name, byte[] audio, int status, String said) {
      return new Row(name, audio, Map.of(), status, Field.AUDIO, said);
    }

    static Row field(Field field, String value, String said) {
      byte[] good = Narrations.wavOf(1);
      return new Row(field + "=" + value, good, Map.of(field, value), 422, field, said);
    }

    @Override
    public String toString() {
      return name;
    }

    Form form(FormShape shape) {
      Map<Field, String> texts = new EnumMap<>(Map.of(Field.QUERY, "sea", Field.SUBTITLES, "none"));
      texts.putAll(fields);
      Form form = new Form();
      texts.forEach((field, text) -> form.field(shape.name(field), text));
      return form.file(shape.name(Field.AUDIO), "speech.mp3", audio);
    }
  }

  static List<Row> narrationsThatAreRefused() throws Exception {
    byte[] mp4 = narrations.made("a.m4a", 6);
    String kinds = "allowed: MP3, WAV, MP4/M4A, OGG";
    String tooLong = "; allowed: 600 s";
    return List.of(
        Row.audio(
            "one byte too many",
            Narrations.wav(LARGEST + 1, 48_000),
            413,
            "$ has 52428801 bytes or more; allowed: 52428800 bytes"),
        Row.audio("601 s", Narrations.wavOf(601), 422, "$ lasts 601.0 s" + tooLong),
        Row.audio(
            "601 s of MP3 of variable rate without Xing header",
            narrations.made("l.mp3", 601, "-q:a", "9", "-write_xing", "0"),
            422,
            "$ lasts 601." + "|" + tooLong),
        Row.audio(
            "PNG",
            narrations.made(
                "p.png", 1, "-filter_complex", "showwavespic=s=64x64", "-frames:v", "1"),
            415,
            "$ is PNG image by its first bytes|" + kinds),
        Row.audio("text", Narrations.text("only words, no sound\n"), 415, "$ is |text|" + kinds),
        Row.audio(
            "M3U8",
            Narrations.text("#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:1/a.ts\n"),
            415,
            "$ is |HLS|" + kinds),
        Row.audio(
            "ffconcat",
            Narrations.text("ffconcat version 1.0\nfile /etc/hostname\n"),
            415,
            "$ is |ffconcat|" + kinds),
        Row.audio("zero bytes", new byte[0], 400, "$ has 0 bytes; allowed: 1 to 52428800 bytes"),
        Row.audio("M4A without moov", Narrations.half(mp4), 422, "$ cannot be used: |no index"));
  }

  static List<Row> fieldsThatAreRefused() {
    String ratios = "$ is \"3:2\"; allowed: 9:16, 16:9, 1:1, 4:5";
    String positions = "$ is \"middle\"; allowed: center, top, bottom, left, right";
    return List.of(
        Row.field(Field.QUERY, "", "$ must have 1 to 200 characters, and has 0"),
        Row.field(Field.QUERY, "  ", "$ must have 1 to 200 characters, and has 0"),
        Row.field(Field.QUERY, "q".repeat(201), "$ must have 1 to 200 characters, and has 201"),
        Row.field(Field.ASPECT_RATIO, "3:2", ratios),
        Row.field(Field.CROP_POSITION, "middle", positions),
        Row.field(
            Field.SUBTITLES,
            "comic",
            "$ is \"comic\"; allowed: bold, headline, plain, files, none"),
        Row.field(Field.LANGUAGE, "english!", "$ is \"english!\"; allowed: a BCP 47 tag"),
        Row.field(Field.MAX_SHORTS, "501", "$ is \"501\"; allowed: a whole number from 1 to 500"),
        Row.field(Field.MAX_SHORTS, "0", "$ is \"0\"; allowed: a whole number from 1 to 500"));
  }

  @ParameterizedTest
  @MethodSource({"narrationsThatAreRefused", "fieldsThatAreRefused"})
  void isRefusedAndStartsNoJob(Row row) throws IOException {
    for (FormShape shape : SUBMISSIONS) {
      int status = shape == FormShape.CREATE ? 400 : row.status();
      String key = key();
      HttpResponse<byte[]> answer = api.post(path(shape), row.form(shape), "Idempotency-Key", key);
      JsonNode problem = SubmitTest.problem(answer, status);
      String name = shape.name(row.field());
      assertEquals(name, problem.path("field").asText(), problem.toString());
      for (String part : row.said().split("\\|")) {
        String said = part.replace("$", name);
        assertTrue(problem.path("detail").asText().contains(said), said + " in " + problem);
      }
      assertNothingStarted(key);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FormShape.class,
      names = {"CREATE", "V1"})
  void aFormWithoutQueryOrWithAnUnknownFieldIsRefused(FormShape shape) throws IOException {
    String key = key();
    Form bare = new Form().file(shape.name(Field.AUDIO), "a.mp3", Narrations.wavOf(1));
    if (shape == FormShape.CREATE) {
      HttpResponse<byte[]> answer = api.post(path(shape), bare, "Idempotency-Key", key);
      assertEquals("query", SubmitTest.problem(answer, 400).path("field").asText());
    }
    bare.field("ratio", "9:16");
    JsonNode unknown = SubmitTest.problem(api.post(path(shape), bare, "Idempotency-Key", key), 400);
    assertEquals("ratio", unknown.path("field").asText());
    assertTrue(unknown.path("detail").asText().contains("aspect_ratio"), unknown.toString());
    assertNothingStarted(key);
  }

  @ParameterizedTest
  @EnumSource(
      value = FormShape.class,
      names = {"CREATE", "V1"})
  void aBodyThatIsCutOffStartsNoJob(FormShape shape) throws IOException {
    Row good = Row.audio("cut", Narrations.wavOf(10), 400, "");
    byte[] body = good.form(shape).bytes();
    String key = key();
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(10_000);
      String head =
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
              .formatted(path(shape), Form.TYPE, body.length);
      socket
          .getOutputStream()
          .write((head + "Idempotency-Key: " + key + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(body, 0, body.length / 2);
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("The upload broke off before its end."), answer);
    }
    assertNothingStarted(key);
  }

  static List<Row> narrationsThatWereCutShort() throws Exception {
    return List.of(
        Row.audio("WAV", Narrations.half(Narrations.wavOf(8)), 202, "lasts 8.0 s|only 4.0 s"),
        Row.audio("MP3", Narrations.half(narrations.made("a.mp3", 8)), 202, "lasts 8."),
        Row.audio("OGG", Narrations.half(narrations.made("a.ogg", 8)), 202, "breaks off after "));
  }

  @ParameterizedTest
  @MethodSource("narrationsThatWereCutShort")
  void whatWasCutShortIsAcceptedAsLongAsItIsWithAWarning(Row row) throws IOException {
    for (FormShape shape : SUBMISSIONS) {
      HttpResponse<byte[]> answer = api.post(path(shape), row.form(shape));
      assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
      JsonNode job = ApiFixture.json(answer);
      String warning = job.path("warnings").path(0).asText();
      assertTrue(warning.contains("cut short"), job.toString());
      for (String part : row.said().split("\\|")) {
        assertTrue(warning.contains(part), warning);
      }
      String id = job.path(shape == FormShape.CREATE ? "job_id" : "id").asText();
      Duration counted = SubmitTest.request(api, id).narrationDuration();
      double seconds = counted.toNanos() / 1e9;
      // Of an Ogg only whole pages count: what remains may be less than half.
      assertTrue(seconds > 0.5 && seconds < 4.5, "half of 8 s: " + seconds);
      String said = String.format(Locale.ROOT, " %.1f s of sound", seconds);
      assertTrue(warning.contains(said), said + " in " + warning);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FormShape.class,
      names = {"CREATE", "V1"})
  void whatIsJustAllowedIsAccepted(FormShape shape) throws IOException {
    for (byte[] audio : List.of(Narrations.wav(LARGEST, 48_000), Narrations.wavOf(600))) {
      HttpResponse<byte[]> answer =
          api.post(path(shape), Row.audio("good", audio, 202, "").form(shape));
      assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
      assertEquals(0, ApiFixture.json(answer).path("warnings").size());
    }
  }

  @Test
  void theKeysShowWhetherThereIsAJob() throws IOException {
    String key = key();
    Form form = Row.audio("good", Narrations.wavOf(1), 202, "").form(FormShape.V1);
    assertEquals(202, api.post("/v1/videos", form, "Idempotency-Key", key).statusCode());
    assertEquals(200, api.get("/v1/videos/" + id(key)).statusCode());
  }

  private static void assertNothingStarted(String key) throws IOException {
    SubmitTest.problem(api.get("/v1/videos/" + id(key)), 404);
    assertEquals(List.of("in-use"), SubmitTest.ofAllServers(api.folder));
  }

  private static String path(FormShape shape) {
    return shape == FormShape.CREATE ? "/create" : "/v1/videos";
  }

  private static String key() {
    return "bad-" + KEYS.incrementAndGet();
  }

  /** As the server derives it, for a client without an API key. */
  private static String id(String key) {
    return "mv-" + Sha256.of("default\n" + key).substring(0, 32);
  }
}
