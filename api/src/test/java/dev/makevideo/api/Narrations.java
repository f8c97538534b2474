package dev.makevideo.api;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes narrations with the real ffmpeg, the one that the product finds. To be closed. */
final class Narrations implements AutoCloseable {
  private static final int WAV_HEAD = 44;
  private final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  private final Ffmpeg ffmpeg;
  private final Path folder;

  Narrations() throws IOException, InterruptedException {
    FfmpegTools tools =
        FfmpegTools.locate(
            Settings.from(System.getenv()).storage().tools(), System.getenv(), System.err::println);
    ffmpeg = tools.pair();
    folder = Files.createTempDirectory("narrations");
  }

  Ffmpeg ffmpeg() {
    return ffmpeg;
  }

  SupervisedProcesses processes() {
    return processes;
  }

  /** Tones and pauses, so that a variable rate varies. */
  byte[] made(String name, int seconds, String... options)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-f", "lavfi", "-i"));
    arguments.add("aevalsrc='0.3*sin(1500*t)*lt(mod(t\\,3)\\,2)':s=22050:d=" + seconds);
    arguments.addAll(List.of(options));
    arguments.add("file:" + file);
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-test", arguments, folder, Duration.ofSeconds(60)), new StopSignal());
    if (end.exitCode() != 0) {
      throw new IOException(arguments + ": " + end.errorTail());
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  static byte[] half(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** Silence: 16 bits, one channel. */
  static byte[] wav(int bytes, int sampleRate) {
    ByteBuffer wav = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(bytes - 8);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(sampleRate).putInt(2 * sampleRate);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes - WAV_HEAD);
    return wav.array();
  }

  /** The same WAV, which says that it has so many channels. */
  static byte[] channels(byte[] wav, int channels) {
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putShort(22, (short) channels);
    return wav;
  }

  static byte[] wavOf(int seconds) {
    return wav(WAV_HEAD + seconds * 2 * 8_000, 8_000);
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    processes.close();
    Files.delete(folder);
  }
}
