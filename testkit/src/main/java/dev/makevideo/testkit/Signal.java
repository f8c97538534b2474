package dev.makevideo.testkit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A signal that Java cannot send by itself: it knows only SIGTERM and SIGKILL. */
public enum Signal {
  /** SIGSTOP: the process is there, and stands still. */
  STOP,
  /** SIGCONT: it goes on, and knows of no pause. */
  CONT,
  /** SIGKILL, also to one that is no child of this JVM. */
  KILL;

  private static final long SEND_SECONDS = 5;

  /**
   * Sends it; one that is gone already is no error.
   *
   * @throws IOException if there is no {@code kill}, or it has not ended after 5 s
   */
  public void sendTo(long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).inheritIO().start();
    try {
      if (!kill.waitFor(SEND_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("kill -" + name() + " did not end within " + SEND_SECONDS + " s");
      }
    } finally {
      kill.destroyForcibly();
    }
  }
}
