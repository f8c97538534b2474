package dev.makevideo.standalone.cli;

import dev.makevideo.platform.media.ScriptBytes;
import dev.makevideo.platform.media.ScriptUnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a typed line is: words, or a file that is handed in. A file counts after the question for a
 * narration or for a script only; anywhere else a name of a file is words like others.
 *
 * @param narration the audio file, looked at already
 * @param script the text of a script file
 */
record ChatAnswer(String words, Optional<Path> narration, Optional<String> script) {
  /** As the service has it. */
  private static final long LARGEST = 52_428_800;

  private static final Set<String> AUDIO = Set.of("mp3", "wav", "m4a", "mp4", "ogg");
  private static final Set<String> TEXT = Set.of("txt", "md", "ssml", "xml", "srt", "vtt");

  /**
   * Reads a line.
   *
   * @param asked what the conversation asks
   * @param folder where relative paths start
   * @throws CommandException (usage) if it names a file that cannot be handed in, saying why
   */
  static ChatAnswer of(String line, String asked, Path folder)
      throws CommandException, IOException {
    ChatAnswer words = new ChatAnswer(line, Optional.empty(), Optional.empty());
    boolean forAudio = asked.equals("audio") || asked.equals("recording");
    if (!forAudio && !asked.equals("script")) {
      return words;
    }
    String name = unquoted(line);
    Path file;
    try {
      file = folder.resolve(home(name)).normalize();
    } catch (InvalidPathException e) {
      return words;
    }
    boolean quoted = !name.equals(line);
    boolean named =
        (forAudio ? AUDIO : TEXT).contains(suffix(name)) && (quoted || !name.contains(" "));
    if (!Files.isRegularFile(file) && !named) {
      return words;
    }
    return forAudio
        ? new ChatAnswer("", Optional.of(audio(file)), Optional.empty())
        : new ChatAnswer("", Optional.empty(), Optional.of(text(file)));
  }

  /** A terminal into which a file is dropped puts its name into quotes. */
  private static String unquoted(String line) {
    boolean quoted =
        line.length() > 1
            && (line.startsWith("'") || line.startsWith("\""))
            && line.charAt(0) == line.charAt(line.length() - 1);
    return quoted ? line.substring(1, line.length() - 1) : line;
  }

  private static String home(String name) {
    return name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name;
  }

  private static String suffix(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static Path audio(Path file) throws CommandException, IOException {
    requireReadable(file, "the narration");
    long size = Files.size(file);
    if (size == 0 || size > LARGEST) {
      throw new CommandException(
          ExitCode.USAGE,
          "the narration " + file + " has " + size + " bytes; allowed: 1 to " + LARGEST);
    }
    return file;
  }

  private static String text(Path file) throws CommandException, IOException {
    requireReadable(file, "the script");
    try {
      return ScriptBytes.read(file);
    } catch (ScriptUnusableException e) {
      throw new CommandException(ExitCode.USAGE, "the script " + file + " " + e.reason());
    }
  }

  private static void requireReadable(Path file, String what) throws CommandException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandException(
          ExitCode.USAGE, what + " cannot be read: " + file + " is no file, or not yours to read");
    }
  }
}
