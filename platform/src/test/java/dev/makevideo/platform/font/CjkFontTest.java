package dev.makevideo.platform.font;

import dev.makevideo.platform.tools.FetchedFilesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

class CjkFontTest extends FetchedFilesContract {
  @Override
  protected Names names() {
    return new Names(
        "NotoSansCJK-Regular.ttc",
        "noto_cjk_sans_otc-0.0.1-py3-none-any.whl",
        "MAKE_VIDEO_CJK_FONTS",
        "font for Chinese");
  }

  @Override
  protected Object in(Path folder) throws IOException {
    return CjkFont.in(folder);
  }

  @Override
  protected Optional<?> find(Path tools) throws IOException {
    return CjkFont.find(tools);
  }

  @Override
  protected Object locate(Path tools, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    return CjkFont.locate(tools, environment, tell);
  }
}
