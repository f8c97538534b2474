package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.storage.DiskFull;
import dev.makevideo.platform.storage.StoreFullException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a failed run of ffmpeg or ffprobe means.
 *
 * @param cause whose trouble it is
 * @param reason a plain part of a sentence, without paths, at most 200 characters
 * @param said the last lines that the program printed, without paths, at most 600 characters
 */
public record FfmpegTrouble(Cause cause, String reason, String said) {
  /** Whose trouble it is. */
  public enum Cause {
    /** The file's: another one may work. */
    INPUT,
    /** The host's disk is full: nothing at all can be written there. */
    DISK,
    /** The host's: it ended the program, or had not what that needs. */
    HOST,
    /** Ours, or the program's: every file would fail so. */
    PROGRAM
  }

  private static final String NO_SPACE_LEFT = "no space left on the disk";
  private static final String NO_THREADS = "a program could not start its threads";
  private static final int LAST_LINES = 5;
  private static final int LONGEST_SAID = 600;
  private static final int KILL = 9;
  private static final int LONGEST_REASON = 200;
  private static final Pattern PATHS = Pattern.compile("(file:)?(/[^\\s:'\"]*)+");
  private static final Pattern CONTEXT = Pattern.compile("\\[[^\\]]* @ 0x[0-9a-f]+\\] ?");

  /** What a shell adds to the number of the signal that ended a program. */
  private static final int BY_SIGNAL = 128;

  /**
   * HUP, INT, BUS (a file shrank or could not be read), KILL (nobody here sent it: the system did,
   * for want of memory), PIPE, TERM, XCPU and XFSZ come from without. Others, such as SEGV and
   * ABRT, are a crash that the same file brings about anywhere.
   */
  private static final Set<Integer> FROM_WITHOUT = Set.of(1, 2, 7, 9, 13, 15, 24, 25);

  /** ffmpeg and ffprobe end so when they were told to by a signal. */
  private static final int TOLD_TO_END = 255;

  /** ENOSPC as an exit code, which newer versions of ffmpeg give. */
  private static final int NO_SPACE = 228;

  private static final Set<Integer> NO_PROGRAM = Set.of(126, 127);

  private static final Map<String, String> HOST =
      Map.of(
          "thread_encoder_init failed", NO_THREADS,
          "filter network: resource temporarily unavailable", NO_THREADS,
          "too many open files", "too many files are open",
          "read-only file system", "the disk cannot be written to",
          "stale file handle", "a file vanished",
          "no such file or directory", "a file vanished");

  private static final List<String> PROGRAM =
      List.of(
          "unrecognized option",
          "option not found",
          "no such filter",
          "unknown encoder",
          "error while loading shared libraries",
          "unable to parse option value",
          "error parsing filterchain",
          "error parsing a filter description",
          "permission denied");

  private static final List<Map.Entry<String, String>> INPUT =
      List.of(
          Map.entry("format not on whitelist", "it is not a kind of file that is allowed here"),
          Map.entry("moov atom not found", "it has no index: it was cut short, or is no video"),
          Map.entry("matches no streams", "it has no stream of the kind that is needed"),
          Map.entry("does not contain any stream", "it has no stream that can be read"),
          Map.entry("decode error rate", "too much of it cannot be decoded"),
          Map.entry(
              "cannot allocate memory",
              "it has more streams than are allowed here, or needs more memory"),
          Map.entry("picture size", "its picture is too large or has no size"),
          Map.entry("invalid data found", "it is damaged or not a media file"),
          Map.entry("malloc of size", "it needs more memory than is allowed here"),
          Map.entry("error marking filters as finished", "no frame of it can be decoded"));

  /**
   * Passes a run over whose output is as complete as its input allows, and one that failed.
   *
   * @throws StoreFullException if its output is cut short by a full disk: older versions of ffmpeg
   *     end with 0 even so
   */
  public static void refuseFullDisk(ProcessRunner.Finished end) throws StoreFullException {
    if (end.exitCode() == NO_SPACE || DiskFull.isSaidIn(end.errorTail())) {
      throw new StoreFullException(NO_SPACE_LEFT);
    }
  }

  /** Judges a run that ended with an exit code other than 0. */
  public static FfmpegTrouble of(ProcessRunner.Finished end) {
    return of(end.exitCode(), end.errorTail());
  }

  /**
   * What to throw, if it is the file that is to blame.
   *
   * @param what what could not be done, a sentence
   * @throws StoreFullException if the disk is full
   * @throws HostExhaustedException if the host is to blame otherwise
   * @throws IOException if the program is
   */
  public MediaUnusableException unusable(String what) throws IOException {
    return switch (cause) {
      case INPUT -> new MediaUnusableException(reason);
      case DISK -> throw new StoreFullException(what + ": " + reason);
      case HOST -> throw new HostExhaustedException(what + ": " + reason + quotation());
      case PROGRAM -> throw new IOException(what + ": " + reason + quotation());
    };
  }

  /** What the program said beyond the reason, as the end of a sentence; empty if nothing. */
  private String quotation() {
    return said.isEmpty() || said.equals(reason) ? "" : "; it said: " + said;
  }

  /**
   * Judges a run that ended with an exit code other than 0, or without the output it should have.
   *
   * @param errorTail the end of its standard error
   */
  public static FfmpegTrouble of(int exitCode, String errorTail) {
    FfmpegTrouble judged = judged(exitCode, errorTail);
    return new FfmpegTrouble(judged.cause, judged.reason, said(errorTail));
  }

  private FfmpegTrouble(Cause cause, String reason) {
    this(cause, reason, "");
  }

  private static String said(String errorTail) {
    List<String> lines = errorTail.lines().filter(line -> !line.isBlank()).toList();
    String said =
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
            .map(FfmpegTrouble::plain)
            .collect(Collectors.joining(" | "));
    return said.length() <= LONGEST_SAID
        ? said
        : "…" + said.substring(said.length() - LONGEST_SAID + 1);
  }

  private static FfmpegTrouble judged(int exitCode, String errorTail) {
    String lower = errorTail.toLowerCase(Locale.ROOT);
    if (exitCode == NO_SPACE || DiskFull.isSaidIn(errorTail)) {
      return new FfmpegTrouble(Cause.DISK, NO_SPACE_LEFT);
    }
    if (NO_PROGRAM.contains(exitCode)) {
      return new FfmpegTrouble(Cause.PROGRAM, lastLine(errorTail, exitCode));
    }
    int signal = exitCode > BY_SIGNAL ? exitCode - BY_SIGNAL : -exitCode;
    if (exitCode == TOLD_TO_END || FROM_WITHOUT.contains(signal)) {
      return new FfmpegTrouble(
          Cause.HOST,
          signal == KILL
              ? "it was killed by the system, likely for its memory"
              : "it was ended from without");
    }
    for (Map.Entry<String, String> sign : HOST.entrySet()) {
      if (lower.contains(sign.getKey())) {
        return new FfmpegTrouble(Cause.HOST, sign.getValue());
      }
    }
    for (String sign : PROGRAM) {
      if (lower.contains(sign)) {
        return new FfmpegTrouble(Cause.PROGRAM, lastLine(errorTail, exitCode));
      }
    }
    for (Map.Entry<String, String> sign : INPUT) {
      if (lower.contains(sign.getKey())) {
        return new FfmpegTrouble(Cause.INPUT, sign.getValue());
      }
    }
    return new FfmpegTrouble(Cause.INPUT, lastLine(errorTail, exitCode));
  }

  private static String lastLine(String errorTail, int exitCode) {
    List<String> lines = errorTail.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "it cannot be decoded (exit code " + exitCode + ")";
    }
    String line = plain(lines.get(lines.size() - 1));
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
  }

  private static String plain(String line) {
    return PATHS.matcher(CONTEXT.matcher(line).replaceAll("")).replaceAll("the file").strip();
  }
}
