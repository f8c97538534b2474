package dev.makevideo.media;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a failed run of ffmpeg or ffprobe means.
 *
 * @param cause whose trouble it is
 * @param reason a plain part of a sentence, without paths, at most 200 characters
 */
public record FfmpegTrouble(Cause cause, String reason) {
  /** Whose trouble it is. */
  public enum Cause {
    /** The file's: another one may work. */
    INPUT,
    /** The host's: disk or memory. */
    HOST,
    /** Ours, or the program's: every file would fail so. */
    PROGRAM
  }

  private static final int LONGEST_REASON = 200;
  private static final Pattern PATHS = Pattern.compile("(file:)?(/[^\\s:'\"]*)+");
  private static final Pattern CONTEXT = Pattern.compile("\\[[^\\]]* @ 0x[0-9a-f]+\\] ?");

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
   * Judges a run that ended with an exit code other than 0, or without the output it should have.
   *
   * @param errorTail the end of its standard error
   */
  public static FfmpegTrouble of(int exitCode, String errorTail) {
    String lower = errorTail.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left on device")) {
      return new FfmpegTrouble(Cause.HOST, "no space left on the disk");
    }
    if (lower.contains("thread_encoder_init failed")) {
      return new FfmpegTrouble(Cause.HOST, "a program could not start its threads");
    }
    // 137 = 128 + SIGKILL: nobody here killed it, so the system did, for want of memory.
    if (exitCode == 137 || exitCode == -9) {
      return new FfmpegTrouble(Cause.HOST, "it was killed by the system, likely for its memory");
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
    String line = CONTEXT.matcher(lines.get(lines.size() - 1)).replaceAll("");
    line = PATHS.matcher(line).replaceAll("the file").strip();
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
  }
}
