package dev.makevideo.platform.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptBytesTest {
  private static final String LATIN = "Über the hills.\r\nAnd “far” away…\n";
  private static final String CHINESE = "今天天气很好，我们一起去公园散步。\n公园里有一个人。";
  private static final String RUSSIAN = "Река начинается в горах.\nОна несёт песок.";
  private static final String EMOJI = "Well done 🎉\n";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void readsUnicodeWithAndWithoutItsMark(String encoding) throws Exception {
    Charset charset = Charset.forName(encoding);
    for (String text : new String[] {LATIN, CHINESE, RUSSIAN, EMOJI}) {
      assertEquals(text, ScriptBytes.text(text.getBytes(charset)), encoding);
      assertEquals(text, ScriptBytes.text(("\uFEFF" + text).getBytes(charset)), encoding);
    }
  }

  @Test
  void takesAnEmptyTextAndOneLetter() throws Exception {
    assertEquals("", ScriptBytes.text(new byte[0]));
    assertEquals("a", ScriptBytes.text(bytes("a")));
    assertEquals("a", ScriptBytes.text(new byte[] {'a', 0}));
    assertEquals("PK is a town. %PDF", ScriptBytes.text(bytes("PK is a town. %PDF")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "ISO-8859-15", "windows-1251", "Shift_JIS", "GB18030"})
  void saysWhereAnotherEncodingShows(String encoding) {
    String text = encoding.startsWith("windows-1251") ? RUSSIAN : LATIN;
    String there = encoding.matches("Shift_JIS|GB18030") ? "こんにちは、世界。" : text;
    String whole = "One line.\rTwo lines.\r\n" + there;
    assertRefused("is not UTF-8 text (byte 0x", whole.getBytes(Charset.forName(encoding)));
    assertRefused(" in line 3): open it", whole.getBytes(Charset.forName(encoding)));
    assertRefused("save it with the encoding UTF-8", whole.getBytes(Charset.forName(encoding)));
  }

  @Test
  void tellsDocumentsByTheirStart() throws IOException {
    assertRefused("is an RTF document: save it as plain text", bytes("{\\rtf1\\ansi Hello}"));
    assertRefused("is a Word document: save it as", zip("[Content_Types].xml", "x"));
    assertRefused("is a Word document", zip("word/document.xml", "x"));
    String odt = "application/vnd.oasis.opendocument.text";
    assertRefused("is an OpenDocument file", zip("mimetype", odt));
    assertRefused("is a ZIP archive", zip("pages/index.iwa", "x"));
    assertRefused(
        "is a document of an old Office", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0});
    assertRefused("is a PDF file: copy its text", bytes("%PDF-1.7\n%âãÏÓ\n"));
    assertRefused("is a web page: copy", bytes("\n<!DOCTYPE HTML>\n<html><body>Hi</body></html>"));
    assertRefused("is a web page", bytes("<?xml version=\"1.0\"?>\n<!-- a -->\n<html lang='en'>"));
    assertRefused("of the kind ASS", bytes("[Script Info]\nTitle: x\n"));
    assertRefused("of the kind TTML", bytes("<?xml version='1.0'?><tt xmlns='x'><body/></tt>"));
    assertRefused("is an RTF document", "{\\rtf1 Hello}".getBytes(StandardCharsets.UTF_16));
  }

  @Test
  void refusesWhatIsNoText() {
    assertRefused("is not a text: give the spoken text", new byte[] {1, 2, 3, 0, 0, 0, 4, 5});
    assertRefused("is not a text", new byte[] {0, 0, 0, 0, 0, 0, 0});
    assertRefused("is not a text", bytes("a\u0001\u0002b\u0003\u0004"));
    assertRefused("is a sound", bytes("OggS\0\2more"));
    assertRefused("is a sound", bytes("ID3\u0004\0\0"));
    assertRefused("is a sound", bytes("\0\0\0\u0018ftypmp42"));
  }

  @Test
  void countsTheBytesOfTheFileAndOfItsTextAsUtf8() throws Exception {
    assertEquals(1_048_576, ScriptBytes.text(bytes("a".repeat(1_048_576))).length());
    assertRefused("has 1048577 bytes; allowed: 1048576: shorten", bytes("a".repeat(1_048_577)));
    assertRefused("has 1200000 bytes", "天\n".repeat(300_000).getBytes(StandardCharsets.UTF_16LE));
  }

  @Test
  void letsTextTalkOfFormats() throws Exception {
    for (String text : new String[] {"We write {\\rtf1} here", "Say <html> twice.", "<tt>a</tt>"}) {
      assertEquals(text, ScriptBytes.text(bytes(text)));
    }
  }

  private static void assertRefused(String said, byte[] bytes) {
    ScriptUnusableException refusal =
        assertThrows(ScriptUnusableException.class, () -> ScriptBytes.text(bytes));
    assertTrue(refusal.reason().contains(said), refusal.reason());
    assertTrue(!refusal.kind().isEmpty(), "no kind");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      byte[] entry = bytes(content);
      ZipEntry header = new ZipEntry(name);
      header.setMethod(ZipEntry.STORED);
      header.setSize(entry.length);
      CRC32 crc = new CRC32();
      crc.update(entry);
      header.setCrc(crc.getValue());
      out.putNextEntry(header);
      out.write(entry);
    }
    return bytes.toByteArray();
  }
}
