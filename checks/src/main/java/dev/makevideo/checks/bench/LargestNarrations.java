package dev.makevideo.checks.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Narrations of the largest size that is allowed, just under 600 s, of each kind. */
final class LargestNarrations {
  static final int LARGEST = 52_428_800;
  private static final int SECONDS = 599;
  private static final int WAV_HEAD = 44;
  private static final int TAG_HEAD = 10;
  private static final long SEED = 7;
  private static final long MAKE_SECONDS = 300;

  private final Path ffmpeg;
  private final Path folder;

  LargestNarrations(Path ffmpeg, Path folder) {
    this.ffmpeg = ffmpeg;
    this.folder = folder;
  }

  /** Noise of 16 bits, one channel. */
  byte[] wav(int bytes, int sampleRate) {
    byte[] all = new byte[bytes];
    new Random(SEED).nextBytes(all);
    ByteBuffer wav = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(bytes - 8).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(sampleRate).putInt(2 * sampleRate);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put(ascii("data")).putInt(bytes - WAV_HEAD);
    return all;
  }

  /**
   * Variable rate, and a large tag in front (ID3v2.4, 3.1).
   *
   * @param xing whether its first frame tells its length
   */
  byte[] mp3(boolean xing) throws IOException, InterruptedException {
    String header = xing ? "1" : "0";
    byte[] sound = made("n.mp3", "-q:a", "5", "-write_xing", header, "-id3v2_version", "0");
    int size = LARGEST - sound.length - TAG_HEAD;
    ByteBuffer all = ByteBuffer.allocate(LARGEST);
    all.put(ascii("ID3")).put(new byte[] {4, 0, 0});
    for (int shift = 21; shift >= 0; shift -= 7) {
      all.put((byte) (size >> shift & 0x7f));
    }
    return all.position(LARGEST - sound.length).put(sound).array();
  }

  /** Its index is at the end, before a box of padding. */
  byte[] m4a() throws IOException, InterruptedException {
    byte[] sound = made("n.m4a", "-b:a", "96k");
    ByteBuffer all = ByteBuffer.allocate(LARGEST).put(sound);
    return all.putInt(LARGEST - sound.length).put(ascii("free")).array();
  }

  /** Not of the largest size: an Ogg cannot be padded. */
  byte[] ogg(String codec) throws IOException, InterruptedException {
    return made("n.ogg", "-c:a", codec, "-b:a", "128k");
  }

  /** No picture but its signature. */
  byte[] png() {
    byte[] all = new byte[LARGEST];
    ByteBuffer.wrap(all).putLong(0x89504e470d0a1a0aL);
    return all;
  }

  private byte[] made(String name, String... options) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    List<String> command =
        new ArrayList<>(List.of(ffmpeg.toString(), "-nostdin", "-y", "-v", "error"));
    command.addAll(List.of("-f", "lavfi", "-i"));
    command.add("aevalsrc='0.3*sin(1500*t)*lt(mod(t\\,3)\\,2)':s=48000:d=" + SECONDS);
    command.addAll(List.of(options));
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("ffmpeg.log").toFile())
            .start();
    try {
      if (!process.waitFor(MAKE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + Files.readString(folder.resolve("ffmpeg.log")));
      }
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllBytes(file);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
