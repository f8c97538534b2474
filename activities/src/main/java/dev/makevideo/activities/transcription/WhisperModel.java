package dev.makevideo.activities.transcription;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Whisper's two networks, loaded. The graphs are ours (see {@code
 * activities/src/main/graphs/make_whisper_graphs.py}); the weights lie where they were published,
 * in {@code model.bin}. Not thread-safe.
 */
final class WhisperModel implements AutoCloseable {
  /** Columns of what the encoder makes of 30 s: one for 20 ms. */
  static final int COLUMNS = 1_500;

  /** The longest text the decoder can hold, marks included. */
  static final int LONGEST_TEXT = 448;

  private static final int LAYERS = 6;
  private static final int HEADS = 8;
  private static final int HEAD_SIZE = 64;

  private final OrtEnvironment environment;
  private final OrtSession encoder;
  private final OrtSession decoder;

  private WhisperModel(OrtEnvironment environment, OrtSession encoder, OrtSession decoder) {
    this.environment = environment;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /**
   * Loads both networks; takes about a second and 600 MB.
   *
   * @param folder that holds {@code model.bin}
   * @param threads how many threads a run may use
   */
  static WhisperModel load(OrtEnvironment environment, Path folder, int threads)
      throws IOException, OrtException {
    OrtSession encoder = session(environment, "whisper-base-encoder.onnx", folder, threads);
    try {
      return new WhisperModel(
          environment, encoder, session(environment, "whisper-base-decoder.onnx", folder, threads));
    } catch (IOException | OrtException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static OrtSession session(
      OrtEnvironment environment, String graph, Path folder, int threads)
      throws IOException, OrtException {
    try (InputStream in = WhisperModel.class.getResourceAsStream(graph);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      if (in == null) {
        throw new IOException("graph is not on the class path: " + graph);
      }
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Waiting threads must not burn the processors that ffmpeg needs.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // The arena would keep the encoder's largest moment for as long as the model is loaded.
      options.setCPUArenaAllocator(false);
      options.addConfigEntry(
          "session.model_external_initializers_file_folder_path",
          folder.toAbsolutePath().toString());
      return environment.createSession(in.readAllBytes(), options);
    }
  }

  /** What the encoder heard in a window; closed by the caller. */
  final class Heard implements AutoCloseable {
    private final OrtSession.Result result;
    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    private Heard(OrtSession.Result result) {
      this.result = result;
      result.forEach(entry -> tensors.put(entry.getKey(), (OnnxTensor) entry.getValue()));
    }

    @Override
    public void close() {
      result.close();
    }
  }

  /**
   * Listens to a window.
   *
   * @param mel as {@link LogMel} makes it
   */
  Heard encode(float[] mel) throws OrtException {
    long[] shape = {1, LogMel.BANDS, LogMel.FRAMES};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(mel), shape)) {
      return new Heard(encoder.run(Map.of("mel", input)));
    }
  }

  /**
   * Texts that are being written side by side, token by token. A step gives a new state; the old
   * one is closed by the caller, before or after.
   */
  final class Text implements AutoCloseable {
    private final Heard heard;
    private final OrtSession.Result result;
    private final int length;

    private Text(Heard heard, OrtSession.Result result, int length) {
      this.heard = heard;
      this.result = result;
      this.length = length;
    }

    /** How many tokens each text has. */
    int length() {
      return length;
    }

    /**
     * The score of each token of the vocabulary to come next: row after row, and in each position
     * after position of the last step.
     */
    FloatBuffer logits() {
      return tensor("logits").getFloatBuffer();
    }

    /** The weights of attention: by head, by position of the last step, by column. */
    FloatBuffer attention() {
      return tensor("attention").getFloatBuffer();
    }

    private OnnxTensor tensor(String name) {
      return (OnnxTensor) result.get(name).orElseThrow();
    }

    /**
     * Writes one more token to each text.
     *
     * @param tokens for each new text
     * @param from which of this state's texts each goes on from
     */
    Text next(long[] tokens, long[] from) throws OrtException {
      return run(heard, tokens, tokens.length, from, length, past());
    }

    private Map<String, OnnxTensor> past() {
      Map<String, OnnxTensor> past = new HashMap<>();
      for (int layer = 0; layer < LAYERS; layer++) {
        for (String kind : new String[] {"k", "v"}) {
          past.put("past_" + kind + layer, tensor("present_" + kind + layer));
        }
      }
      return past;
    }

    @Override
    public void close() {
      result.close();
    }
  }

  /** Begins one text with these tokens. */
  Text start(Heard heard, long[] tokens) throws OrtException {
    Map<String, OnnxTensor> nothing = new HashMap<>();
    try (OnnxTensor empty =
        OnnxTensor.createTensor(
            environment, FloatBuffer.allocate(0), new long[] {1, HEADS, 0, HEAD_SIZE})) {
      for (int layer = 0; layer < LAYERS; layer++) {
        nothing.put("past_k" + layer, empty);
        nothing.put("past_v" + layer, empty);
      }
      return run(heard, tokens, 1, new long[] {0}, 0, nothing);
    }
  }

  private Text run(
      Heard heard, long[] tokens, int rows, long[] from, int written, Map<String, OnnxTensor> past)
      throws OrtException {
    int n = tokens.length / rows;
    long[] positions = new long[n];
    float[] mask = new float[n * (written + n)];
    for (int i = 0; i < n; i++) {
      positions[i] = written + i;
      for (int later = written + i + 1; later < written + n; later++) {
        mask[i * (written + n) + later] = -1e9f;
      }
    }
    Map<String, OnnxTensor> inputs = new HashMap<>(heard.tensors);
    inputs.putAll(past);
    try (OnnxTensor ids = tensor(tokens, rows, n);
        OnnxTensor places = tensor(positions, n);
        OnnxTensor beams = tensor(from, from.length);
        OnnxTensor hidden =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(mask), new long[] {1, 1, n, written + n})) {
      inputs.put("tokens", ids);
      inputs.put("positions", places);
      inputs.put("beams", beams);
      inputs.put("mask", hidden);
      return new Text(heard, decoder.run(inputs), written + n);
    }
  }

  private OnnxTensor tensor(long[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  @Override
  public void close() {
    try (encoder;
        decoder) {
      // Both are closed, whatever comes of the first.
    } catch (OrtException e) {
      throw new IllegalStateException("session is closed twice", e);
    }
  }
}
