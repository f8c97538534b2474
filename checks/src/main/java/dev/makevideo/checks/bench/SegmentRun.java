package dev.makevideo.checks.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of ffmpeg that encoded one segment, as its command line says.
 *
 * @param from where it begins in the clip, seconds
 * @param picture the filters up to the finished picture, without captions
 * @param fonts the option of the caption filter
 * @param encoder from the codec on, without the output
 */
record SegmentRun(
    String clip,
    double from,
    long startFrame,
    int frames,
    String picture,
    Path captions,
    String fonts,
    List<String> encoder) {
  private static final Pattern START = Pattern.compile("setpts=\\(N\\+(\\d+)\\)");
  private static final Pattern CAPTIONS = Pattern.compile("ass=filename=(.*?):fontsdir=([^,]*)");
  private static final String ENDLESS = ",tpad=stop=-1:stop_mode=clone";

  /**
   * @param copy where to keep the captions: the run's own are deleted with it
   */
  static SegmentRun of(List<String> line, Path copy) throws IOException {
    String filters = after(line, "-vf");
    Matcher start = START.matcher(filters);
    Matcher shown = CAPTIONS.matcher(filters);
    if (!start.find() || !shown.find() || !filters.contains(ENDLESS)) {
      throw new IllegalStateException("not the filters that the benchmark knows: " + filters);
    }
    Files.copy(
        Path.of(shown.group(1).replace("\\", "")), copy, StandardCopyOption.REPLACE_EXISTING);
    int codec = line.indexOf("-c:v");
    return new SegmentRun(
        after(line, "-i"),
        line.contains("-ss") ? Double.parseDouble(after(line, "-ss")) : 0,
        Long.parseLong(start.group(1)),
        Integer.parseInt(after(line, "-frames:v")),
        filters
            .substring(0, start.start())
            .replace(ENDLESS, ",trim=end_frame=" + after(line, "-frames:v"))
            .replaceAll(",$", ""),
        copy,
        shown.group(2),
        line.subList(codec, line.indexOf("-fflags")));
  }

  private static String after(List<String> line, String option) {
    return line.get(line.indexOf(option) + 1);
  }
}
