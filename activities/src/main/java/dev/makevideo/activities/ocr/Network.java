package dev.makevideo.activities.ocr;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * One model, loaded. One input of shape {@code [1, 3, height, width]}, one output. Thread-safe:
 * runs of one session may overlap.
 */
final class Network implements AutoCloseable {
  /** The models' channels are blue, green, red, as their training data was read. */
  static final int[] CHANNELS = {2, 1, 0};

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;

  private Network(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
    this.input = session.getInputNames().iterator().next();
  }

  /**
   * Loads a model from the class path.
   *
   * @param threads how many threads one run may use
   */
  static Network load(OrtEnvironment environment, String resource, int threads)
      throws IOException, OrtException {
    try (InputStream in = Network.class.getResourceAsStream(resource);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      if (in == null) {
        throw new IOException("model is not on the class path: " + resource);
      }
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Waiting threads must not burn the processors that ffmpeg needs.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Pictures differ in size; the arena would keep the largest of all for ever.
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      return new Network(environment, environment.createSession(in.readAllBytes(), options));
    }
  }

  /** What the model's author wrote into it under this key, or an empty text. */
  String metadata(String key) throws OrtException {
    return session.getMetadata().getCustomMetadataValue(key).orElse("");
  }

  /** The output's values and its shape. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on once, compared by nobody.
  record Output(float[] values, long[] shape) {}

  Output run(float[] pixels, int height, int width) throws OrtException {
    long[] shape = {1, CHANNELS.length, height, width};
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      FloatBuffer buffer = output.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return new Output(values, output.getInfo().getShape());
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("session is closed twice", e);
    }
  }
}
