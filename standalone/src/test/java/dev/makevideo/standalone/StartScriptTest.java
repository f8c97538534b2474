package dev.makevideo.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the top, with a Java and a Maven that only tell how they were called. */
final class StartScriptTest {
  private static final Path SCRIPT = Path.of("..", "make-video").toAbsolutePath().normalize();

  @TempDir Path folder;
  private Path root;
  private Path calls;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void makeProject() throws IOException {
    root = Files.createDirectories(folder.resolve("the project"));
    calls = folder.resolve("mvn-calls");
    Files.copy(
        SCRIPT, root.resolve("make-video"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(root.resolve("api/src/main/java/deep"));
    Files.writeString(root.resolve("api/src/main/java/deep/A.java"), "class A {}");
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Path jdk = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
    program(jdk.resolve("java"), "for a in \"$@\"; do echo \"[$a]\"; done");
    program(jdk.resolve("javac"), "exit 0");
    maven("mkdir -p standalone/target/lib && : >standalone/target/make-video.jar");
  }

  @Test
  void buildsWhenMissingAndRunsThroughALinkFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("mv"), Path.of("the project/make-video"));
    Result first = run(link, "create", "two words", "--help");
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.err().contains("built in "), first.err());
    assertTrue(
        first.out().contains("[" + root.resolve("standalone/target/make-video.jar") + "]"),
        first.out());
    assertTrue(first.out().endsWith("[create]\n[two words]\n[--help]\n"), first.out());
    assertEquals(List.of("-q -B -Dquick -pl standalone -am package"), Files.readAllLines(calls));
  }

  @Test
  void buildsAgainOnlyWhenASourceIsNewer() throws Exception {
    run(root.resolve("make-video"), "list");
    Result again = run(root.resolve("make-video"), "list");
    assertEquals("", again.err());
    assertTrue(again.out().contains("[-XX:TieredStopAtLevel=1]"), again.out());
    assertEquals(1, Files.readAllLines(calls).size());
    Files.setLastModifiedTime(
        root.resolve("api/src/main/java/deep/A.java"), FileTime.from(Instant.now().plusSeconds(5)));
    run(root.resolve("make-video"), "list");
    assertEquals(2, Files.readAllLines(calls).size());
  }

  @Test
  void aFailedBuildShowsItsLogAndIsTriedAgain() throws Exception {
    maven("echo 'COMPILATION ERROR: here'; exit 1");
    Result failed = run(root.resolve("make-video"), "demo");
    assertEquals(3, failed.exitCode());
    assertTrue(failed.err().contains("COMPILATION ERROR: here"), failed.err());
    assertFalse(Files.exists(root.resolve("target/build.lock")));
    run(root.resolve("make-video"), "demo");
    assertEquals(2, Files.readAllLines(calls).size());
  }

  @Test
  void twoCallsAtOnceBuildOnce() throws Exception {
    maven("sleep 1; mkdir -p standalone/target/lib && : >standalone/target/make-video.jar");
    Process one = start(root.resolve("make-video"), "list");
    Process two = start(root.resolve("make-video"), "list");
    assertEquals(0, finish(one).exitCode());
    assertEquals(0, finish(two).exitCode());
    assertEquals(1, Files.readAllLines(calls).size());
  }

  @Test
  void theLockOfADeadBuildIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    assertTrue(dead.waitFor(60, TimeUnit.SECONDS));
    Files.createDirectories(root.resolve("target/build.lock"));
    Files.writeString(root.resolve("target/build.lock/pid"), dead.pid() + "\n");
    assertEquals(0, run(root.resolve("make-video"), "list").exitCode());
  }

  private void maven(String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    program(bin.resolve("mvn"), "echo \"$*\" >>'" + calls + "'\n" + script);
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private Result run(Path script, String... arguments) throws Exception {
    return finish(start(script, arguments));
  }

  private Process start(Path script, String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(Files.createTempFile(folder, "err", "").toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().remove("MAKE_VIDEO_JAVA_OPTS");
    return builder.start();
  }

  private Result finish(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    StringBuilder err = new StringBuilder();
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("err")).toList()) {
        err.append(Files.readString(file));
        Files.delete(file);
      }
    }
    return new Result(process.exitValue(), out, err.toString());
  }
}
