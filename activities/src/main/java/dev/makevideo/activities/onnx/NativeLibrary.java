package dev.makevideo.activities.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * ONNX Runtime's native library, taken out of its jar once and kept. Left alone, it would write 28
 * MB into the system's temporary folder at each start, and a killed process would leave them.
 */
public final class NativeLibrary {
  /** Of the runtime on the class path; part of the path, so that no other's is taken for it. */
  static final String VERSION = "1.23.2";

  private static final String FOLDER_PROPERTY = "onnxruntime.native.path";
  private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

  private NativeLibrary() {}

  /**
   * Takes the library out, unless it is there, and tells the runtime where it is. Where there is
   * none for this platform, the runtime is left to look for one itself.
   *
   * @param folder kept between runs, may be shared by processes
   */
  public static void provide(Path folder) throws IOException {
    provide(folder, VERSION);
  }

  static void provide(Path folder, String version) throws IOException {
    if (System.getProperty(FOLDER_PROPERTY) != null) {
      return;
    }
    Path place = folder.resolve("onnxruntime-" + version + "-" + platform());
    for (String name : NAMES) {
      String file = System.mapLibraryName(name);
      if (!extract("/ai/onnxruntime/native/" + platform() + "/" + file, place, file)) {
        return;
      }
    }
    // The runtime reads nothing but system properties.
    System.setProperty(FOLDER_PROPERTY, place.toString());
  }

  /** The jar's name of this platform, such as {@code linux-x64}. */
  static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
    return system + (arch.equals("aarch64") || arch.equals("arm64") ? "-aarch64" : "-x64");
  }

  private static boolean extract(String resource, Path folder, String name) throws IOException {
    URL source = NativeLibrary.class.getResource(resource);
    if (source == null) {
      return false;
    }
    URLConnection connection = source.openConnection();
    Path target = folder.resolve(name);
    if (Files.isRegularFile(target) && Files.size(target) == connection.getContentLengthLong()) {
      return true;
    }
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, name, ".partial");
    try (InputStream in = connection.getInputStream()) {
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      // Another process may be as far: its file is the same, and stays open where it is in use.
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
    return true;
  }
}
