package dev.makevideo.activities.ytdlp;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.GuardedProxy;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.SourceProgramSettings.YtDlpUse;
import dev.makevideo.platform.tools.FetchOnce;
import dev.makevideo.platform.ytdlp.YtDlp;
import dev.makevideo.workflows.contract.Rejection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts yt-dlp with what holds for each of its runs. Thread-safe. */
final class YtDlpRuns {
  /** No user's settings, plugins, caches or cookies, and nothing that starts a program. */
  private static final List<String> ALWAYS =
      List.of(
          "--ignore-config",
          "--no-plugin-dirs",
          "--no-cache-dir",
          "--no-remote-components",
          "--no-cookies",
          "--no-cookies-from-browser",
          "--no-exec",
          "--no-playlist",
          "--color=never",
          "--socket-timeout=15",
          "--retries=1",
          "--fragment-retries=1",
          "--extractor-retries=1",
          "--file-access-retries=0");

  /** A page can make it work hard; 0.1 GB is what it needs. */
  private static final long MEMORY = 2L << 30;

  private final ProcessRunner processes;
  private final FetchOnce<YtDlp> program;
  private final YtDlpUse use;

  YtDlpRuns(ProcessRunner processes, FetchOnce<YtDlp> program, YtDlpUse use) {
    this.processes = processes;
    this.program = program;
    this.use = use;
  }

  /**
   * One run.
   *
   * @param label for logs
   * @param folder where it runs, and may write
   * @param maxBytes what it may get in all
   * @param maxOutput what it may say
   */
  record Run(
      String label,
      List<String> arguments,
      Path folder,
      Duration deadline,
      long maxBytes,
      int maxOutput) {}

  /**
   * How it went.
   *
   * @param output what it said
   * @param error the last error that it told
   * @param refusal what the proxy refused for good
   * @param trouble what the proxy saw go wrong
   */
  record Ended(
      int exitCode,
      String output,
      Optional<String> error,
      Optional<Rejection> refusal,
      Optional<String> trouble) {}

  /**
   * Runs it to its end.
   *
   * @return failed if it cannot be had, or did not end by itself
   * @throws ProcessStoppedException if the signal was set
   */
  CallResult<Ended> run(Run run, StopSignal stop) throws IOException, InterruptedException {
    YtDlp ytDlp;
    try {
      ytDlp = program(run, stop);
    } catch (ProcessStoppedException e) {
      throw e;
    } catch (IOException e) {
      return new CallResult.Failed<>(String.valueOf(e.getMessage()));
    }
    Optional<String> home = use.isPage() ? Optional.of(host(use.search())) : Optional.empty();
    try (GuardedProxy proxy = GuardedProxy.open(home, run.maxBytes())) {
      return run(run, ytDlp, proxy, stop);
    }
  }

  private YtDlp program(Run run, StopSignal stop) throws IOException, InterruptedException {
    try {
      YtDlp found = program.get(stop);
      if (!found.isThere()) {
        program.forget();
        found = program.get(stop);
      }
      return found;
    } catch (InterruptedException e) {
      if (stop.isStopped()) {
        throw new ProcessStoppedException(run.label());
      }
      throw e;
    }
  }

  private CallResult<Ended> run(Run run, YtDlp ytDlp, GuardedProxy proxy, StopSignal stop)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(ALWAYS);
    // Where a program of its own would be looked for, there is none.
    arguments.add("--ffmpeg-location=" + run.folder().resolve("none"));
    arguments.addAll(run.arguments());
    Map<String, String> environment = new HashMap<>(proxy.environment());
    environment.put("HOME", run.folder().toString());
    environment.put("TMPDIR", run.folder().toString());
    environment.put("YTDLP_NO_PLUGINS", "1");
    Command command =
        new Command(
                run.label(),
                ytDlp.command(proxy.port(), arguments),
                run.folder(),
                environment,
                run.deadline(),
                Optional.empty(),
                run.maxOutput())
            .withMemory(MEMORY);
    try {
      ProcessRunner.Finished finished = processes.run(command, stop);
      return new CallResult.Ok<>(
          new Ended(
              finished.exitCode(),
              finished.output(),
              YtDlpError.last(finished.errorTail()),
              proxy.refusal(),
              proxy.trouble()));
    } catch (ProcessTimeoutException e) {
      return proxy
          .refusal()
          .<CallResult<Ended>>map(CallResult.Rejected::new)
          .orElseGet(
              () ->
                  new CallResult.Failed<>(
                      "yt-dlp did not end within "
                          + run.deadline().toSeconds()
                          + " s"
                          + proxy.trouble().map(why -> ": " + why).orElse("")));
    } catch (ProcessStoppedException e) {
      throw e;
    } catch (IOException e) {
      return new CallResult.Failed<>("yt-dlp: " + e.getMessage());
    }
  }

  /** The scheme, host and port of a page's template. */
  private static String host(String template) {
    return template.substring(0, template.indexOf('/', "https://".length()));
  }
}
