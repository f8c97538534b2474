package dev.makevideo.api.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FeedsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private record Number(int value, boolean isOver) implements Feed.State {}

  /** Tells one number. */
  private static Feed.Source<Number> source(int number, boolean over) {
    return before -> before == null ? Optional.of(new Number(number, over)) : Optional.empty();
  }

  private static List<Integer> values(List<Number> told) {
    return told.stream().map(Number::value).toList();
  }

  @Test
  void aListenerThatFailsKeepsNoOtherFromTheNews() {
    List<Number> told = new CopyOnWriteArrayList<>();
    Feed<Number> feed =
        new Feed<>(
            (@Nullable Number before) ->
                Optional.of(new Number(before == null ? 1 : before.value() + 1, false)));
    feed.add(told::add);
    feed.add(
        news -> {
          throw new IllegalStateException("a broken stream");
        });
    feed.add(told::add);
    feed.look();
    feed.look();
    assertEquals(List.of(1, 1, 2, 2), values(told));
  }

  /** As with a job that is retried while a slow client still reads of its first end. */
  @Test
  void whoComesAfterTheEndIsToldWhatComesAfterIt() {
    List<Number> first = new CopyOnWriteArrayList<>();
    List<Number> second = new CopyOnWriteArrayList<>();
    try (Feeds<String, Number> feeds = new Feeds<>("test-news")) {
      Feeds.Watch slow = feeds.watch("job", () -> source(1, true), first::add);
      Await.until("the end", LIMIT, () -> values(first).equals(List.of(1)));
      Feeds.Watch other = feeds.watch("job", () -> source(2, false), second::add);
      Await.until("the retry", LIMIT, () -> values(second).equals(List.of(2)));
      slow.close();
      assertEquals(1, feeds.size(), "the other one follows it still");
      other.close();
      assertEquals(0, feeds.size());
      assertEquals(List.of(1), values(first));
    }
  }

  /** Nobody has the watch that would end it. */
  @Test
  void whoFailsAtTheFirstNewsFollowsNoMore() {
    List<Number> told = new CopyOnWriteArrayList<>();
    try (Feeds<String, Number> feeds = new Feeds<>("test-news")) {
      Feeds.Watch sound = feeds.watch("job", () -> source(1, false), told::add);
      Await.until("news", LIMIT, () -> values(told).equals(List.of(1)));
      assertThrows(
          IllegalStateException.class,
          () ->
              feeds.watch(
                  "job",
                  () -> source(1, false),
                  news -> {
                    throw new IllegalStateException("a broken stream");
                  }));
      sound.close();
      assertEquals(0, feeds.size());
    }
  }
}
