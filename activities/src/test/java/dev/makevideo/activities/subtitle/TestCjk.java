package dev.makevideo.activities.subtitle;

import dev.makevideo.platform.font.CjkFont;
import java.nio.file.Path;
import java.time.Clock;

/** The fonts with the one for Chinese, Japanese and Korean, fetched once for all tests. */
final class TestCjk {
  private TestCjk() {}

  static Fonts fonts() {
    Path tools = Path.of(System.getProperty("user.home"), ".local/share/make-video/tools");
    return new Fonts(
        new CjkFonts(
            () -> CjkFont.locate(tools, System.getenv(), System.out::println), Clock.systemUTC()));
  }
}
