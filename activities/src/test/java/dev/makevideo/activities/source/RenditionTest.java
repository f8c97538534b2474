package dev.makevideo.activities.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenditionTest {
  static Wanted wanted(String shape, RenderQuality quality) {
    return Wanted.of(
        VideoRequest.builder()
            .storeId("s")
            .correlationId("c")
            .query("q")
            .narration(new ObjectRef("0".repeat(64), 1))
            .narrationDuration(Duration.ofSeconds(30))
            .aspectRatio(AspectRatio.of(shape))
            .quality(quality)
            .build(),
        1_000_000);
  }

  private static Rendition of(String size) {
    String[] sides = size.split("x");
    return new Rendition(
        "https://h.example/" + size + ".mp4",
        "video/mp4",
        Integer.parseInt(sides[0]),
        Integer.parseInt(sides[1]),
        0);
  }

  @ParameterizedTest
  @CsvSource({
    "16:9, STANDARD, 640x360 1280x720 1920x1080 3840x2160, 1920x1080",
    "16:9, DRAFT, 640x360 960x540 1280x720 1920x1080, 960x540",
    "16:9, STANDARD, 640x360 1280x720, 1280x720",
    "16:9, STANDARD, 3840x2160, 3840x2160",
    "9:16, STANDARD, 640x360 1280x720 1920x1080 3840x2160, 1920x1080",
    "9:16, STANDARD, 640x360 3840x2160, 3840x2160",
    "9:16, STANDARD, 360x640 1080x1920 2160x3840, 1080x1920",
    "1:1, STANDARD, 1920x1080 1280x720, 1920x1080",
  })
  void takesTheSizeThatFitsTheJobAndNotMore(
      String shape, RenderQuality quality, String offered, String best) {
    List<Rendition> all = Arrays.stream(offered.split(" ")).map(RenditionTest::of).toList();
    assertEquals(of(best), Rendition.best(all, wanted(shape, quality)).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h.example/a.mp4",
        "javascript:alert(1)",
        "https://user:pw@h.example/a.mp4",
        "//h.example/a.mp4",
        "a b",
        ""
      })
  void anAddressThatIsNoneIsPassedOver(String url) {
    List<Rendition> all = List.of(new Rendition(url, "video/mp4", 1920, 1080, 0));
    assertTrue(Rendition.best(all, wanted("16:9", RenderQuality.STANDARD)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "video/ogg, 1920, 1080, 0",
    "application/vnd.apple.mpegurl, 1920, 1080, 0",
    "video/quicktime; codecs=\"mjpeg\", 1920, 1080, 0",
    "video/mp4, 320, 180, 0",
    "video/mp4, 0, 0, 0",
    "video/mp4, 1920, 1080, 1000001",
  })
  void whatCannotBeShownIsPassedOver(String type, int width, int height, long bytes) {
    List<Rendition> all = List.of(new Rendition("https://h.example/a", type, width, height, bytes));
    assertTrue(Rendition.best(all, wanted("16:9", RenderQuality.STANDARD)).isEmpty());
  }

  @Test
  void readsWhatHtmlShows() {
    assertEquals(
        "Unknown author",
        PlainHtml.text("<span style=\"display: none;\">x</span>Unknown <b>author</b>"));
    assertEquals("a < b & c 'd'", PlainHtml.text("a &lt; b &amp; c &#39;d&#x27;"));
    assertEquals("a b", PlainHtml.text("<p>a</p><p>b</p><script>alert(1)</script><!-- c -->"));
    assertEquals("1 < 2", PlainHtml.text("1 < 2"));
    assertEquals("&unknown; x", PlainHtml.text("&unknown; x&#0;&#1114112;"));
  }

  @ParameterizedTest
  @CsvSource({
    "cats & dogs, cats dogs",
    "insource:/a.*b/ -sea \"x\", insource a b sea x",
    "Rock-and-roll, rock-and-roll",
    "été à l'océan, été à l'océan",
    "cats OR dogs, cats dogs",
    "!!!, ''",
  })
  void aPhraseIsWords(String phrase, String words) {
    assertEquals(words, CommonsSource.words(phrase));
  }
}
