package dev.makevideo.platform.media;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people give as a script that is not text, told by its first bytes. */
enum DocumentKind {
  RTF("an RTF document", "save it as plain text (UTF-8)"),
  WORD("a Word document", "save it as plain text (UTF-8)"),
  OPEN_DOCUMENT("an OpenDocument file", "save it as plain text (UTF-8)"),
  OLD_OFFICE("a document of an old Office", "open it and save it as plain text (UTF-8)"),
  ARCHIVE("a ZIP archive or an office document", "save its text as plain text (UTF-8)"),
  PDF("a PDF file", "copy its text into a plain text file (UTF-8)"),
  HTML("a web page", "copy its text into a plain text file (UTF-8)"),
  ADVANCED_SUBTITLES("a subtitle file of the kind ASS or SSA", "save it as SRT or as WebVTT"),
  XML_SUBTITLES("a subtitle file of the kind TTML", "save it as SRT or as WebVTT"),
  MEDIA("a sound, a picture or a video", "give the spoken text as a text file (UTF-8)"),
  BINARY("not a text", "give the spoken text as a text file (UTF-8)");

  /** Where the names of an archive's first entries stand. */
  private static final int HEAD = 8_192;

  private static final Pattern HTML_START =
      Pattern.compile("(?:<\\?xml[^>]*>|<!--.*?-->|\\s)*<(?:!doctype\\s+html|html)\\b.*", flags());
  private static final Pattern TTML_START =
      Pattern.compile("(?:<\\?xml[^>]*>|<!--.*?-->|\\s)*<(?:\\w+:)?tt\\s.*", flags());
  private static final Pattern ASS_START = Pattern.compile("\\s*\\[script info\\].*", flags());

  private final String kind;
  private final String remedy;

  DocumentKind(String kind, String remedy) {
    this.kind = kind;
    this.remedy = remedy;
  }

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }

  ScriptUnusableException refusal() {
    return new ScriptUnusableException(kind, "is " + kind + ": " + remedy);
  }

  /** Told by bytes that no text starts with. */
  static Optional<DocumentKind> ofBytes(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) {
      return Optional.of(ofArchive(head));
    }
    if (ScriptBytes.starts(bytes, 0xD0, 0xCF, 0x11, 0xE0)) {
      return Optional.of(OLD_OFFICE);
    }
    if (head.startsWith("%PDF-")) {
      return Optional.of(PDF);
    }
    return isMedia(head) ? Optional.of(MEDIA) : Optional.empty();
  }

  private static DocumentKind ofArchive(String head) {
    if (head.contains("application/vnd.oasis.opendocument")) {
      return OPEN_DOCUMENT;
    }
    return head.contains("word/") || head.contains("[Content_Types].xml") ? WORD : ARCHIVE;
  }

  private static boolean isMedia(String head) {
    boolean container = head.length() > 8 && head.startsWith("ftyp", 4);
    boolean riff = head.startsWith("RIFF") && head.length() > 11 && head.charAt(7) == 0;
    return container
        || riff
        || head.startsWith("ID3\u0003")
        || head.startsWith("ID3\u0004")
        || head.startsWith("OggS\0")
        || head.startsWith("\u0089PNG\r\n")
        || head.startsWith("\u00FF\u00D8\u00FF");
  }

  /** Told by how a text starts. */
  static Optional<DocumentKind> ofText(String text) {
    String head = text.substring(0, Math.min(HEAD, text.length()));
    if (head.stripLeading().toLowerCase(Locale.ROOT).startsWith("{\\rtf")) {
      return Optional.of(RTF);
    }
    if (HTML_START.matcher(head).matches()) {
      return Optional.of(HTML);
    }
    if (TTML_START.matcher(head).matches()) {
      return Optional.of(XML_SUBTITLES);
    }
    return ASS_START.matcher(head).matches() ? Optional.of(ADVANCED_SUBTITLES) : Optional.empty();
  }
}
