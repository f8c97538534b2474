package dev.makevideo.activities.transcription;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.makevideo.activities.speech.BenchWindows;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code checks/bench/run transcribe} measures of the embedded recognizer: prints for each WAV
 * file a line of JSON with its windows, the text of each, and the processor time that they took.
 */
public final class TranscribeBench {
  private final WhisperModel model;
  private final Vocabulary vocabulary;
  private final TextSearch search;
  private final TokenTimes times;
  private final boolean aligned;
  private final LogMel mel = new LogMel();

  private TranscribeBench(Path folder, int width, boolean aligned)
      throws IOException, OrtException {
    model = WhisperModel.load(OrtEnvironment.getEnvironment(), folder, 1);
    vocabulary = Vocabulary.read(folder.resolve("vocabulary.txt"));
    DecodingRules rules = DecodingRules.read(folder.resolve("config.json"));
    search = new TextSearch(model, vocabulary, rules, width);
    times = new TokenTimes(model, search, vocabulary);
    this.aligned = aligned;
  }

  /**
   * Measures; the first window of the first file is recognized before, unmeasured.
   *
   * @param arguments the model's folder, the width of the search, {@code times} or {@code text},
   *     and pairs of a language and a file
   */
  public static void main(String[] arguments) throws IOException, OrtException {
    TranscribeBench bench =
        new TranscribeBench(
            Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2].equals("times"));
    for (int i = 3; i < arguments.length; i += 2) {
      float[] samples = WavSamples.read(Path.of(arguments[i + 1]));
      if (i == 3) {
        bench.text(Arrays.copyOf(samples, 10 * LogMel.RATE), arguments[i]);
      }
      System.out.println(bench.measured(samples, arguments[i]).put("file", arguments[i + 1]));
    }
    bench.model.close();
  }

  private ObjectNode measured(float[] samples, String language) throws IOException, OrtException {
    List<SpeechSegment> windows = BenchWindows.of(samples, EmbeddedTranscriber.LONGEST_WINDOW);
    ObjectNode result = Payloads.mapper().createObjectNode().put("language", language);
    ArrayNode all = result.putArray("windows");
    long start = processorTime();
    for (SpeechSegment window : windows) {
      int from = (int) (window.start() * LogMel.RATE);
      int to = Math.min(samples.length, (int) (window.end() * LogMel.RATE));
      String text = text(Arrays.copyOfRange(samples, from, to), language);
      all.addObject().put("from", from).put("to", to).put("text", text);
    }
    result.put("cpu", (processorTime() - start) / 1e9);
    return result.put("seconds", (double) samples.length / LogMel.RATE);
  }

  private String text(float[] samples, String language) throws OrtException {
    int mark = vocabulary.language(language).orElseThrow();
    try (WhisperModel.Heard heard = model.encode(mel.of(samples))) {
      TextSearch.Found found = search.find(heard, mark, WhisperModel.LONGEST_TEXT / 2, () -> {});
      if (aligned && !found.tokens().isEmpty()) {
        int columns = Math.min(WhisperModel.COLUMNS, samples.length / LogMel.HOP / 2);
        times.of(heard, mark, found.tokens(), columns);
      }
      return vocabulary.text(found.tokens());
    }
  }

  private static long processorTime() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
