package dev.makevideo.activities.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.SourceProgramSettings;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's own source: a program that is started with one argument, a JSON object that says
 * what is wanted, and that answers with a JSON list on standard output; docs/sources.md has the
 * contract. What it names is got like what any source on the internet names.
 */
final class CommandSource implements ClipSource {
  private static final String LABEL = "source-command";
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 4 << 20;
  private static final int MAX_ERROR = 300;

  private final ProcessRunner processes;
  private final Optional<Path> command;
  private final Duration deadline;
  private final ObjectMapper mapper = Payloads.mapper();

  CommandSource(ProcessRunner processes, Optional<Path> command) {
    this(processes, command, DEADLINE);
  }

  /**
   * @param deadline of one call
   */
  CommandSource(ProcessRunner processes, Optional<Path> command, Duration deadline) {
    this.processes = processes;
    this.command = command;
    this.deadline = deadline;
  }

  @Override
  public SourceName name() {
    return SourceName.COMMAND;
  }

  @Override
  public boolean isReady() {
    return command.isPresent();
  }

  @Override
  public String needs() {
    return SourceProgramSettings.COMMAND;
  }

  @Override
  public String nothingFound(Wanted wanted) {
    return name().title() + " has no clip for \"" + wanted.query() + "\" that can be used";
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    Set<String> seen = new HashSet<>();
    return PagedSearch.run(
        wanted,
        from -> {
          int number = from.map(Integer::parseInt).orElse(1);
          return ask(wanted, number, stop).then(text -> page(text, wanted, number, seen));
        });
  }

  /** One that knows no pages gives the same list again, and is not asked once more. */
  private static CallResult<PagedSearch.Page> page(
      String text, Wanted wanted, int number, Set<String> seen) {
    try {
      CommandAnswer answer = CommandAnswer.read(text, wanted);
      boolean fresh = false;
      for (String url : answer.urls()) {
        fresh |= seen.add(url);
      }
      return new CallResult.Ok<>(
          new PagedSearch.Page(
              answer.hits(), fresh ? Optional.of(Integer.toString(number + 1)) : Optional.empty()));
    } catch (CommandAnswer.UnfitException e) {
      return new CallResult.Failed<>("its answer cannot be used: " + e.getMessage());
    }
  }

  private CallResult<String> ask(Wanted wanted, int page, StopSignal stop)
      throws IOException, InterruptedException {
    Path program = command.orElseThrow();
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      return new CallResult.Failed<>(
          SourceProgramSettings.COMMAND + " is " + program + "; allowed: an executable file");
    }
    Command run =
        Command.of(
                LABEL, List.of(program.toString(), question(wanted, page)), Path.of("/"), deadline)
            .withMaxOutput(MAX_ANSWER);
    try {
      ProcessRunner.Finished finished = processes.run(run, stop);
      return finished.exitCode() == 0
          ? new CallResult.Ok<>(finished.output())
          : new CallResult.Failed<>(
              "it ended with exit code " + finished.exitCode() + end(finished.errorTail()));
    } catch (ProcessStoppedException e) {
      throw e;
    } catch (ProcessTimeoutException e) {
      return new CallResult.Failed<>("it did not end within " + deadline.toSeconds() + " s");
    } catch (IOException e) {
      return new CallResult.Failed<>(String.valueOf(e.getMessage()));
    }
  }

  private String question(Wanted wanted, int page) {
    int across = Integer.compare(wanted.width(), wanted.height());
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("phrase", wanted.query());
    question.put("orientation", across > 0 ? "landscape" : across < 0 ? "portrait" : "square");
    question.put("width", wanted.width());
    question.put("height", wanted.height());
    question.put("min_duration_s", Wanted.SHORTEST.toSeconds());
    question.put("max_duration_s", Wanted.LONGEST.toSeconds());
    question.put("count", wanted.most());
    question.put("page", page);
    try {
      return mapper.writeValueAsString(question);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is always JSON", e);
    }
  }

  private static String end(String errors) {
    String text = Candidate.plain(errors);
    int from = Math.max(0, text.length() - MAX_ERROR);
    return text.isEmpty() ? "" : ": " + (from > 0 ? "…" : "") + text.substring(from);
  }
}
