package dev.makevideo.platform.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.probe.TestMedia;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaSnifferTest {
  private final MediaSniffer sniffer = new MediaSniffer();

  @TempDir Path folder;

  /** Escapes in the samples: {@code ~} stands for a zero byte. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`ID3\u0004~~~`, MP3",
        "`RIFF~~~~WAVEfmt `, WAV",
        "`RF64\u00ff\u00ff\u00ff\u00ffWAVEds64`, WAV",
        "`~~~ ftypM4A ~~~~`, MP4",
        "`~~~ ftypisom~~~~`, MP4",
        "`~~~ ftypqt  ~~~~`, QUICKTIME",
        "`~~~\u0008wide~~~~mdat`, QUICKTIME",
        "`~~~ ftypheic~~~~`, HEIF",
        "`OggS~\u0002~~`, OGG",
        "`fLaC~~~!`, FLAC",
        "`\u001aE\u00df\u00a3\u0001~~~`, WEBM",
        "`\u0089PNG\r\n\u001a\n~~~\rIHDR`, PNG",
        "`\u00ff\u00d8\u00ff\u00e0~\u0010JFIF`, JPEG",
        "`GIF89a~~`, GIF",
        "`RIFF~~~~WEBPVP8 `, WEBP",
        "`RIFF~~~~AVI LIST`, AVI",
        "`RIFF~~~~ABCD`, UNKNOWN",
        "`FORM~~~~AIFFCOMM`, AIFF",
        "`FORM~~~~ABCDEFGH`, TEXT_OR_UNKNOWN",
        "`\u00ff\u00f1P\u0080\u0002\u001f\u00fc`, AAC",
        "`%PDF-1.7`, PDF",
        "`PK\u0003\u0004\u0014~`, ZIP",
        "`\u001f\u008b\u0008~`, GZIP",
        "`\u007fELF\u0002\u0001`, PROGRAM",
        "`#!/bin/sh`, PROGRAM",
        "`#EXTM3U\n#EXTINF:5,`, HLS",
        "`ffconcat version 1.0\nfile a.mp4`, FFCONCAT",
        "`  <!DOCTYPE html><p>`, HTML",
        "`just some words`, TEXT",
        "`\u0001\u0002~~~~~~`, UNKNOWN",
        "`\u00ff\u00fb`, UNKNOWN",
      })
  void namesWhatItFinds(String bytes, String expected) {
    MediaType type = sniffer.sniff(bytes.replace('~', '\0').getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(expected.equals("TEXT_OR_UNKNOWN") ? "UNKNOWN" : expected, type.name());
    assertFalse(type.title().isBlank());
  }

  @Test
  void allowsFourTypesForANarration() {
    assertEquals("MP3, WAV, MP4/M4A, OGG", MediaType.narrationTitles());
    assertTrue(MediaType.MP3.isNarration() && MediaType.WAV.isNarration());
    assertTrue(MediaType.MP4.isNarration() && MediaType.OGG.isNarration());
    assertFalse(MediaType.FLAC.isNarration() || MediaType.QUICKTIME.isNarration());
  }

  @Test
  void knowsAnEmptyFile() throws Exception {
    assertEquals(MediaType.EMPTY, sniffer.sniff(Files.createFile(folder.resolve("song.mp3"))));
  }

  @Test
  void knowsRealFilesWhateverTheyAreCalled() throws Exception {
    try (TestMedia media = new TestMedia(folder)) {
      assertEquals(
          MediaType.MP3,
          sniffer.sniff(
              media.tone("bare.bin", "1", "-id3v2_version", "0", "-write_xing", "0", "-f", "mp3")));
      assertEquals(
          MediaType.MP3,
          sniffer.sniff(
              media.tone("mpeg2.bin", "1", "-ar", "22050", "-id3v2_version", "0", "-f", "mp3")));
      assertEquals(MediaType.MP3, sniffer.sniff(media.tone("tagged.txt", "1", "-f", "mp3")));
      assertEquals(MediaType.WAV, sniffer.sniff(media.tone("a.mp3", "1", "-f", "wav")));
      assertEquals(MediaType.MP4, sniffer.sniff(media.tone("a.ogg", "1", "-f", "ipod")));
      assertEquals(MediaType.OGG, sniffer.sniff(media.tone("a.wav", "1", "-f", "ogg")));
      assertEquals(MediaType.AAC, sniffer.sniff(media.tone("a.m4a", "1", "-f", "adts")));
      assertEquals(MediaType.MPEG_TS, sniffer.sniff(media.tone("a.mp4", "1", "-f", "mpegts")));
    }
  }

  @Test
  void doesNotTakeNoiseForANarration() {
    assertNoiseIsNoNarration(System.nanoTime());
  }

  /** In this noise a second frame header stands, by chance, where the first frame ends. */
  @Test
  void doesNotTakeNoiseWithTwoFrameHeadersForANarration() {
    assertNoiseIsNoNarration(10586268679401L);
  }

  private void assertNoiseIsNoNarration(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] noise = new byte[MediaSniffer.HEAD];
      random.nextBytes(noise);
      noise[0] = (byte) 0xff;
      noise[1] = (byte) 0xfb;
      assertFalse(sniffer.sniff(noise).isNarration(), "seed " + seed);
    }
  }
}
