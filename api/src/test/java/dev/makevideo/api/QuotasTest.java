package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a tenant may have of jobs and narration. */
class QuotasTest {
  private static final String[] ANN = {"Authorization", "Bearer ann-0123456789abcdef"};
  private static final String[] BOB = {"Authorization", "Bearer bob-0123456789abcdef"};

  private static ApiFixture start(QuotaSettings quotas) throws Exception {
    ApiFixture api = new ApiFixture();
    return api.start(
        new ApiSettings(
            "127.0.0.1",
            0,
            List.of("ann:" + ANN[1].substring(7), "bob:" + BOB[1].substring(7)),
            false,
            quotas),
        ApiFixture.allConfigured(),
        UploadLimits.defaults());
  }

  private static HttpResponse<byte[]> post(ApiFixture api, String[] who, String... more) {
    String[] headers = java.util.Arrays.copyOf(who, who.length + more.length);
    System.arraycopy(more, 0, headers, who.length, more.length);
    Form form =
        new Form()
            .file("audio", "a.mp3", ApiFixture.mp3(100))
            .field("query", "q")
            .field("subtitles", "none");
    return api.post("/v1/videos", form, headers);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void whoHadAnHoursJobsIsToldWhenToAskAgain() throws Exception {
    try (ApiFixture api =
        start(new QuotaSettings(Optional.of(2), Optional.empty(), Optional.empty()))) {
      HttpResponse<byte[]> first = post(api, ANN, "Idempotency-Key", "one");
      assertEquals(202, first.statusCode());
      assertEquals("\"jobs\";q=2;w=3600", header(first, "RateLimit-Policy"));
      assertTrue(header(first, "RateLimit").matches("\"jobs\";r=1;t=3[67][0-9]{2}"));
      assertEquals(200, post(api, ANN, "Idempotency-Key", "one").statusCode(), "the same job");
      assertEquals(202, post(api, ANN).statusCode());
      HttpResponse<byte[]> refused = post(api, ANN);
      JsonNode problem = SubmitTest.problem(refused, 429);
      assertEquals(
          "You have had your share: allowed are 2 jobs in an hour.",
          problem.path("detail").asText());
      int seconds = Integer.parseInt(header(refused, "Retry-After"));
      assertTrue(seconds > 3500 && seconds <= 3660, "again in " + seconds);
      assertTrue(header(refused, "RateLimit").startsWith("\"jobs\";r=0;t="));
      assertEquals(202, post(api, BOB).statusCode(), "another tenant's");
      assertEquals(200, post(api, ANN, "Idempotency-Key", "one").statusCode(), "found still");
    }
  }

  @Test
  void narrationIsCountedByItsLength() throws Exception {
    try (ApiFixture api =
        start(new QuotaSettings(Optional.of(50), Optional.of(1), Optional.empty()))) {
      int accepted = 0;
      HttpResponse<byte[]> answer = post(api, ANN);
      while (answer.statusCode() == 202) {
        accepted++;
        answer = post(api, ANN);
      }
      JsonNode problem = SubmitTest.problem(answer, 429);
      assertTrue(problem.path("detail").asText().contains("60 s of narration in a day"));
      long length = BelievingProbe.DURATION.toSeconds();
      assertEquals(60 / length, accepted);
      String left = header(answer, "RateLimit");
      assertEquals(60 % length, Long.parseLong(left.replaceAll(".*r=([0-9]+).*", "$1")), left);
      assertFalse(left.contains("jobs"), "what was refused is not counted as a job: " + left);
    }
  }
}
