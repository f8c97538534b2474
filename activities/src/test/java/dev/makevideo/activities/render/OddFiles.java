package dev.makevideo.activities.render;

import static dev.makevideo.activities.render.ClipRecipe.clip;
import static dev.makevideo.activities.render.ClipRecipe.file;

import dev.makevideo.activities.render.OddClip.Outcome;
import dev.makevideo.activities.render.OddClip.Rejected;
import dev.makevideo.activities.render.OddClip.Used;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Files with odd streams, times, names and damage, and files that are no clips. */
final class OddFiles {
  private static final String NOT_ALLOWED = "it is not a kind of file that is allowed here";
  private static final OddPicture SEVEN_SECONDS = OddPicture.plain(136, 240, 30, 210);
  private static final OddPicture TWO_SECONDS = OddPicture.plain(270, 480, 30, 60);

  private OddFiles() {}

  static List<OddClip> streams() {
    return List.of(
        row(clip("sound.mp4").input(tone("1")).option("-c:a", "aac"), "sound"),
        row(
            clip("bad-sound.mp4")
                .input(tone("1"))
                .option("-c:a", "aac", "-bsf:a", "noise=amount=2"),
            "sound that cannot be decoded"),
        row(
            clip("unknown-sound.mov")
                .input(tone("1"))
                .option("-c:a", "aac")
                .then((media, work, file) -> replace(file, "mp4a", "qqqq")),
            "sound of an unknown codec"),
        row(
            clip("sound-first.mkv")
                .before("-itsoffset", "0.7")
                .of(SEVEN_SECONDS)
                .input(tone("8"))
                .option("-c:a", "aac"),
            "picture later than sound, two segments",
            Used.at(30)),
        row(
            clip("two.mp4")
                .input("-f", "lavfi", "-i", "color=red:s=640x360:d=1")
                .option("-map", "0:v", "-map", "1:v"),
            "two video streams: the first"),
        row(
            clip("cover.mp4")
                .input("-f", "lavfi", "-i", "color=red:s=64x64:d=0.04")
                .codec("-c:v:0", "mjpeg", "-c:v:1", "libx264", "-preset", "ultrafast", "-crf", "12")
                .option("-map", "1:v", "-map", "0:v", "-disposition:v:0", "attached_pic")
                .option("-filter:v:0", "format=yuvj420p"),
            "cover art before the picture"),
        row(
            clip("cover-only.m4a")
                .of(OddPicture.plain(270, 480, 30, 1))
                .input(tone("1"))
                .as("bt601", "pc", "yuvj420p")
                .tagged()
                .codec("-c:v", "mjpeg", "-c:a", "aac")
                .option("-disposition:v:0", "attached_pic"),
            "cover art as the only picture",
            new Rejected("it has no picture")),
        row(
            file(
                "sound-only.m4a",
                (media, work, file) -> media.tone(file.toString(), "1", "-c:a", "aac")),
            "sound only",
            new Rejected("it has no picture")));
  }

  static List<OddClip> times() {
    return List.of(
        row(clip("late.mkv").option("-output_ts_offset", "10"), "begins at 10 s"),
        row(
            clip("negative.mp4").option("-bf", "2", "-movflags", "+negative_cts_offsets"),
            "negative composition offsets"),
        row(
            clip("below-zero.mov")
                .input(tone("1.5"))
                .option("-c:a", "aac", "-output_ts_offset", "-0.3")
                .option("-avoid_negative_ts", "disabled"),
            "times below zero",
            Used.at(30).beginningAt(Double.NaN)),
        row(
            clip("edits.mp4").of(TWO_SECONDS).option("-g", "60").then(cut("0.5")),
            "edit list that hides the beginning",
            Used.at(30).beginningAt(0.5)),
        row(
            clip("open-gop.mkv")
                .of(TWO_SECONDS)
                .option("-bf", "3", "-x264-params", "open-gop=1:keyint=20:min-keyint=20:scenecut=0")
                .then(cut("1")),
            "begins with frames that lean on what was cut off",
            Used.at(30).beginningAt(Double.NaN)),
        row(
            clip("fragments.mp4")
                .option("-movflags", "+empty_moov+frag_keyframe+default_base_moof"),
            "fragmented, no duration in the header"),
        row(clip("live.mkv").option("-live", "1"), "no duration in the header"),
        row(
            clip("one-frame.mp4").of(OddPicture.plain(270, 480, 30, 1)),
            "one frame only",
            new Rejected("it has only 1 frames of picture, and 15 are needed")));
  }

  static List<OddClip> damage() {
    return List.of(
        row(
            clip("cut-index.mp4").then((media, work, file) -> keep(file, 0.6)),
            "cut short, no index",
            new Rejected("it has no index")),
        row(
            clip("cut.mkv")
                .of(TWO_SECONDS)
                .option("-g", "10")
                .then((media, work, file) -> keep(file, 0.6)),
            "cut short: what is left",
            Used.at(30)),
        row(
            clip("cut-fast.mp4")
                .of(TWO_SECONDS)
                .option("-g", "10", "-movflags", "+faststart")
                .then((media, work, file) -> keep(file, 0.6)),
            "cut short behind its index: what is left",
            Used.at(30)),
        row(file("empty.mp4", bytes(0)), "zero bytes", new Rejected("the file is empty")),
        row(file("noise.mp4", bytes(40_000)), "noise", new Rejected("it is damaged")),
        row(
            file("page.mp4", (media, work, file) -> Files.writeString(file, "<html>403</html>")),
            "a web page",
            new Rejected("it is damaged")),
        row(clip("clip.txt").option("-f", "mp4"), "wrong extension"),
        row(
            clip("clip.ts").option("-f", "mpegts"),
            "MPEG transport stream",
            new Rejected(NOT_ALLOWED)),
        row(clip("clip.avi").codec("-c:v", "mpeg4"), "AVI", new Rejected(NOT_ALLOWED)),
        row(
            clip("animated.mp4").asRgb("rgb8").codec("-c:v", "gif", "-f", "gif"),
            "animated GIF",
            new Rejected(NOT_ALLOWED)),
        row(
            file(
                "list.mp4",
                (media, work, file) ->
                    Files.writeString(
                        file, "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nplain.mp4\n")),
            "playlist of other files",
            new Rejected(
                NOT_ALLOWED, "it has no index", "it is damaged"))); // as newer ffmpegs see it
  }

  static List<OddClip> names() {
    return Stream.of(
            "-y.mp4",
            "it's \"one\".mp4",
            "two  spaces .mp4",
            "new\nline.mp4",
            "Größe 日本語 🎬.mp4",
            "100%d [a];$(b)&c:d,e=f\\g.mp4")
        .map(name -> row(clip(name), "name: " + name.replace('\n', ' ')))
        .toList();
  }

  private static String[] tone(String seconds) {
    return new String[] {"-f", "lavfi", "-i", "sine=f=300:d=" + seconds};
  }

  /** Copies the packets from the key frame before that second on. */
  private static ClipRecipe.Step cut(String second) {
    return (media, work, file) -> {
      Path whole = work.resolve("whole-" + file.getFileName());
      Files.move(file, whole);
      media.make(file.toString(), List.of("-ss", second, "-i", "file:" + whole), "-c", "copy");
    };
  }

  private static void keep(Path file, double part) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * part)));
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
  }

  /** Always the same noise. */
  private static ClipRecipe.Step bytes(int count) {
    return (media, work, file) -> {
      byte[] bytes = new byte[count];
      new Random(1).nextBytes(bytes);
      Files.write(file, bytes);
    };
  }

  private static OddClip row(ClipRecipe recipe, String oddity) {
    return row(recipe, oddity, Used.at(30));
  }

  private static OddClip row(ClipRecipe recipe, String oddity, Outcome outcome) {
    return new OddClip(recipe, oddity, outcome);
  }
}
