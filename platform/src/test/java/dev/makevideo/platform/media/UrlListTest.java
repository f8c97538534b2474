package dev.makevideo.platform.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlListTest {
  @Test
  void countsTheLinesThatItPassesOver() {
    assertEquals(
        List.of(new UrlList.Line(4, "http://h/c1.mp4"), new UrlList.Line(5, "not a url")),
        UrlList.of("# my clips\n\n# two\nhttp://h/c1.mp4\nnot a url\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h/c.mp4",
        "\ufeffhttp://h/c.mp4\r\n",
        "  \"http://h/c.mp4\"  ",
        "'http://h/c.mp4'",
        "<http://h/c.mp4>",
        "http://h/c.mp4   # the first",
        "\ufeff# comment\rhttp://h/c.mp4\r"
      })
  void takesAUrlOutOfWhatStandsRoundIt(String text) {
    List<UrlList.Line> lines = UrlList.of(text);
    assertEquals(List.of("http://h/c.mp4"), lines.stream().map(UrlList.Line::text).toList());
    assertTrue(lines.get(0).isUrl(14));
    assertFalse(lines.get(0).isUrl(13));
  }

  @Test
  void aFragmentIsNoComment() {
    assertEquals("http://h/c.mp4#t=3", UrlList.of("http://h/c.mp4#t=3").get(0).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h/c", "c.mp4", "http://", "http:///c", "\"", "javascript:x"})
  void whatIsNoUrlIsKeptToBeNamed(String text) {
    assertFalse(UrlList.of(text).get(0).isUrl(2000));
  }
}
