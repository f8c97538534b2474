package dev.makevideo.activities.validation;

import dev.makevideo.activities.ocr.TextRecognizer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * One recognizer for all tests of a class, and a new bench for each. It is closed with the class,
 * so one class at a time has it.
 */
@ResourceLock("recognizer of the validation tests")
abstract class ValidationTestSetup {
  static final String CLEAN = "mandelbrot=s=320x240:r=25";

  @TempDir static Path nativeFolder;
  private static TextRecognizer recognizer;

  @TempDir Path folder;
  ValidationBench bench;

  @BeforeAll
  static void load() {
    recognizer = new TextRecognizer(nativeFolder, 1);
  }

  @AfterAll
  static void release() {
    recognizer.close();
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    bench = new ValidationBench(folder, () -> recognizer);
  }

  @AfterEach
  void close() {
    bench.close();
  }
}
