package dev.makevideo.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Wikimedia Commons' stand-in as a process, for checks that are shell scripts. Offers the files of
 * a folder, every fifth under a licence that forbids its use. Prints its base URL, and for each
 * line of its input how many searches and downloads there were; ends with its input.
 */
public final class CommonsMain {
  private static final int EACH_FORBIDDEN = 5;

  private CommonsMain() {}

  /**
   * @param arguments a word for the titles, and the folder
   */
  public static void main(String[] arguments) throws IOException {
    try (CommonsServer commons = new CommonsServer();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      offer(commons, arguments[0], Path.of(arguments[1]));
      System.out.println(commons.url());
      while (in.readLine() != null) {
        System.out.println(
            commons.searches().size() + " searches, " + commons.downloads().size() + " downloads");
      }
    }
  }

  private static void offer(CommonsServer commons, String word, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (int i = 0; i < files.size(); i++) {
      boolean forbidden = i % EACH_FORBIDDEN == 2;
      String licence = forbidden ? "CC BY-NC 4.0" : "CC BY 4.0";
      commons.add(
          CommonsServer.Video.of(
              word + " road " + i,
              commons.offer("clip-" + i + ".mp4", Files.readAllBytes(files.get(i))),
              forbidden ? "cc-by-nc-4.0" : "cc-by-4.0",
              licence));
    }
  }
}
