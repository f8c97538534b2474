package dev.makevideo.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private final Output out = new Output();
  private final EventStream stream = new EventStream(out);

  /** A servlet's output to a client that reads: without a listener a write would block. */
  private static final class Output extends ServletOutputStream {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private @Nullable WriteListener listener;

    private boolean broken;

    @Override
    public boolean isReady() {
      if (broken) {
        throw new IllegalStateException("the request is over");
      }
      return true;
    }

    @Override
    public void setWriteListener(WriteListener added) {
      listener = added;
    }

    @Override
    public void write(int next) {
      if (listener == null) {
        throw new AssertionError("a write that blocks");
      }
      sent.write(next);
    }
  }

  private void possible() throws Exception {
    WriteListener listener = out.listener;
    assertTrue(listener != null, "it has begun");
    listener.onWritePossible();
  }

  private void tell(String data) {
    stream.event(null, "news", data.getBytes(StandardCharsets.UTF_8));
  }

  private String sent() {
    return out.sent.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsWrittenBeforeItBeginsAndAllOfItAfterwards() throws Exception {
    tell("1");
    stream.stillThere();
    tell("2");
    assertEquals("", sent());
    stream.begin();
    possible();
    tell("3");
    assertEquals(
        "event: news\ndata: 1\n\nevent: news\ndata: 2\n\nevent: news\ndata: 3\n\n", sent());
    assertFalse(stream.ended().isDone());
    stream.end();
    assertTrue(stream.ended().join());
  }

  @Test
  void oneThatEndsBeforeItBeginsSendsWhatItHas() throws Exception {
    tell("1");
    stream.end();
    tell("2");
    assertFalse(stream.ended().isDone(), "not sent yet");
    stream.begin();
    possible();
    assertEquals("event: news\ndata: 1\n\n", sent());
    assertTrue(stream.ended().join());
  }

  /** One thread looks after all streams: it must not hear of one that is broken. */
  @Test
  void oneWhoseRequestTheServerEndedIsDropped() throws Exception {
    stream.begin();
    possible();
    out.broken = true;
    stream.stillThere();
    assertFalse(stream.ended().join());
    tell("1");
    stream.end();
    assertEquals("", sent());
  }

  @Test
  void oneThatIsDroppedBeforeItBeginsIsOver() {
    tell("1");
    stream.drop();
    assertFalse(stream.ended().join());
    stream.begin();
    assertEquals("", sent());
  }
}
