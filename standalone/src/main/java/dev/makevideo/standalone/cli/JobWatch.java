package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees a job to its end, whatever becomes of the connection: by the stream of its events, and where
 * there is none, by asking again and again. Not thread-safe.
 */
final class JobWatch implements JobEvents.Seen {
  private static final long POLL_MILLIS = 400;

  /** Then the stream is tried again. */
  private static final int POLLS = 50;

  private final ServiceAccess access;
  private final String id;
  private final JobEvents.Seen shown;
  private final AskAgain again;
  private ServiceClient client;
  private JobEvents events;
  private @Nullable ReportedJob latest;
  private int polls = 1;

  /**
   * @param shown is told each state and event
   */
  JobWatch(ServiceAccess access, ServiceClient client, String id, JobEvents.Seen shown) {
    this(access, client, id, shown, AskAgain.following(System::nanoTime));
  }

  JobWatch(
      ServiceAccess access, ServiceClient client, String id, JobEvents.Seen shown, AskAgain again) {
    this.access = access;
    this.client = client;
    this.id = id;
    this.shown = shown;
    this.again = again;
    this.events = new JobEvents(client, id, this);
  }

  /** The client that was at work last. */
  ServiceClient client() {
    return client;
  }

  /**
   * Waits for the end.
   *
   * @throws CommandException if the service has been away for too long
   * @throws ServiceException if there is no such job, or it may not be seen
   */
  ReportedJob end() throws CommandException, IOException, InterruptedException {
    while (true) {
      try {
        look();
      } catch (JobEvents.NoStreamException e) {
        polls = POLLS;
      } catch (IOException e) {
        polls = Math.max(1, polls); // says what is wrong, in words
        gone(e);
      }
      ReportedJob job = latest;
      if (job != null && job.isFinal()) {
        return job;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void look() throws IOException, InterruptedException {
    if (polls > 0) {
      job(client.get(id));
      polls--;
    } else {
      events.read();
    }
  }

  @Override
  public void job(ReportedJob job) {
    again.answered();
    latest = job;
    shown.job(job);
  }

  @Override
  public void event(String type, JsonNode event) {
    again.answered();
    shown.event(type, event);
  }

  /** The job goes on without its service's API; look for the next one, for a while. */
  private void gone(IOException e) throws CommandException, IOException, InterruptedException {
    if (access.isStopping()) {
      TimeUnit.HOURS.sleep(1); // the process is ending; the shutdown hook has the last word
    }
    Optional<Duration> wait = again.after(e);
    if (wait.isEmpty() && again.isSilent()) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "the service has not answered for "
              + Spans.of(again.silence())
              + "; see the job later with './make-video watch "
              + id
              + "'");
    }
    if (wait.isEmpty()) {
      throw e;
    }
    TimeUnit.MILLISECONDS.sleep(wait.get().toMillis());
    if (again.isSilent() && !client.isAlive()) {
      Optional<ServiceClient> next = access.again();
      if (next.isPresent()) {
        client = next.get();
        events = events.with(client);
      }
    }
  }
}
