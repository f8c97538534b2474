package dev.makevideo.platform.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Publishes actions one after the other, until it is done or killed. */
final class PublishMain {
  private PublishMain() {}

  /** Arguments: the store's folder, a seed of its own, how many. */
  public static void main(String[] arguments) throws IOException {
    FileArtifactStore store = new FileArtifactStore(Path.of(arguments[0]), 0);
    Random random = new Random(Long.parseLong(arguments[1]));
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      store.publish(key(i), content(random));
    }
  }

  static ActionKey key(int number) {
    return ActionKey.of("crash", "v1", "" + number);
  }

  static byte[] content(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(40_000)];
    random.nextBytes(bytes);
    return bytes;
  }
}
