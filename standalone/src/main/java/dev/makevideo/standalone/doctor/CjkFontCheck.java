package dev.makevideo.standalone.doctor;

import dev.makevideo.platform.font.CjkFont;
import dev.makevideo.platform.settings.CaptionSettings;
import dev.makevideo.platform.settings.Settings;
import java.io.IOException;

/** Whether captions in Chinese, Japanese and Korean have their font. Fetches nothing. */
final class CjkFontCheck {
  private static final String NAME = "CJK font";

  private final Settings settings;

  CjkFontCheck(Settings settings) {
    this.settings = settings;
  }

  Finding look() {
    CaptionSettings captions = settings.captions();
    if (!captions.cjkWanted()) {
      return Finding.note(
          NAME,
          "off",
          "captions leave out Chinese, Japanese and Korean; MAKE_VIDEO_CJK_FONTS=auto draws them");
    }
    try {
      if (captions.cjkFolder().isPresent()) {
        return found(CjkFont.in(captions.cjkFolder().get()));
      }
      return CjkFont.find(settings.storage().tools())
          .map(CjkFontCheck::found)
          .orElseGet(
              () ->
                  Finding.note(
                      NAME,
                      "not fetched yet",
                      "the first captions in Chinese, Japanese or Korean fetch it (16 MB, with"
                          + " pip); without a network, name a folder with it in"
                          + " MAKE_VIDEO_CJK_FONTS"));
    } catch (IOException e) {
      return Finding.missing(
          NAME, String.valueOf(e.getMessage()), "mend the folder, or unset MAKE_VIDEO_CJK_FONTS");
    }
  }

  private static Finding found(CjkFont font) {
    return Finding.ok(NAME, font.file().toString());
  }
}
