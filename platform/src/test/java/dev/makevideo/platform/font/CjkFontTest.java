package dev.makevideo.platform.font;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CjkFontTest {
  @TempDir Path temp;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aFolderWithoutItsFilesIsRefusedByName() throws Exception {
    assertTrue(message(temp).contains("there is no NotoSansCJK-Regular.ttc"), message(temp));
    Files.writeString(temp.resolve("NotoSansCJK-Regular.ttc"), "another");
    assertTrue(message(temp).contains("NotoSansCJK-Regular.ttc is another file"), message(temp));
    assertEquals(Optional.empty(), CjkFont.find(temp.resolve("tools")));
  }

  @Test
  void withoutPipItSaysWhatToDo() {
    String message = trouble(Map.of("PATH", temp.toString()));
    assertTrue(message.contains("no pip found"), message);
    assertTrue(message.contains("MAKE_VIDEO_CJK_FONTS"), message);
  }

  @Test
  void aPipThatFailsIsQuotedAndAnotherDigestIsRefused() throws Exception {
    pip("echo 'no route to the index' >&2; exit 1");
    String message = trouble(Map.of("PATH", temp.resolve("bin").toString()));
    assertTrue(message.contains("pip: no route to the index"), message);
    pip(
        "while [ \"$1\" != --dest ]; do shift; done; echo evil > \"$2/noto_cjk_sans_otc-0.0.1-py3-none-any.whl\"");
    message = trouble(Map.of("PATH", temp.resolve("bin").toString()));
    assertTrue(message.contains("wrong digest"), message);
    assertTrue(told.get(0).startsWith("fetching the font for Chinese"), told::toString);
    try (Stream<Path> left = Files.list(temp.resolve("tools"))) {
      assertEquals(1, left.count(), "only the lock is left");
    }
  }

  private void pip(String script) throws IOException {
    Path program = Files.createDirectories(temp.resolve("bin")).resolve("pip");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertTrue(program.toFile().setExecutable(true));
  }

  private static String message(Path folder) {
    IOException refused = assertThrows(IOException.class, () -> CjkFont.in(folder));
    return String.valueOf(refused.getMessage());
  }

  private String trouble(Map<String, String> environment) {
    IOException error =
        assertThrows(
            IOException.class, () -> CjkFont.locate(temp.resolve("tools"), environment, told::add));
    return String.valueOf(error.getMessage());
  }
}
