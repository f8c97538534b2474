package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.that;

import dev.makevideo.checks.rig.DownloadService.Arrival;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.testkit.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What Redis publishes of one breaker, with the times of Redis's clock, which is this host's.
 * Thread-safe.
 */
final class BreakerWatch {
  private static final int LAST_LINE = 8;

  /** One transition. */
  record Move(Instant at, String from, String to) {}

  private final List<Move> moves = new CopyOnWriteArrayList<>();

  /** Listens until the server ends. */
  BreakerWatch(RedisServer redis, String service) throws IOException {
    String channel = RedisKeys.breakerChannel(service);
    BufferedReader news = redis.talk().subscribe(channel);
    Thread thread = new Thread(() -> listen(news, channel), "breaker-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen(BufferedReader news, String channel) {
    try {
      for (String line = news.readLine(); line != null; line = news.readLine()) {
        if (!line.equals("message")) {
          continue;
        }
        news.readLine(); // the channel's length
        that("news of " + channel, channel.equals(news.readLine()));
        news.readLine(); // the text's length
        String[] fields = new String[LAST_LINE];
        for (int i = 0; i < LAST_LINE; i++) {
          fields[i] = news.readLine();
        }
        moves.add(
            new Move(
                Instant.EPOCH.plus(Long.parseLong(fields[3]), ChronoUnit.MICROS),
                fields[1],
                fields[0]));
      }
    } catch (IOException e) {
      System.err.println("the breaker is watched no more: " + e);
    }
  }

  List<Move> moves() {
    return List.copyOf(moves);
  }

  /** How often the breaker came into a state. */
  long entered(String state) {
    return moves.stream().filter(move -> move.to().equals(state)).count();
  }

  /** How often the breaker left a state. */
  long left(String state) {
    return moves.stream().filter(move -> move.from().equals(state)).count();
  }

  boolean isOpen() {
    return !moves.isEmpty() && !moves.get(moves.size() - 1).to().equals("closed");
  }

  /** How late the latest call came after an opening; negative: none came. */
  Duration latest(List<Arrival> arrivals) {
    Duration latest = Duration.ofMillis(-1);
    for (int i = 0; i < moves.size(); i++) {
      if (!moves.get(i).to().equals("open")) {
        continue;
      }
      Instant opened = moves.get(i).at();
      Instant ended = end(i);
      for (Arrival arrival : arrivals) {
        if (arrival.at().isAfter(opened) && arrival.at().isBefore(ended)) {
          Duration late = Duration.between(opened, arrival.at());
          latest = late.compareTo(latest) > 0 ? late : latest;
        }
      }
    }
    return latest;
  }

  /**
   * The most calls of one half-open period.
   *
   * @param travel how long a call that was let through in it may be on its way when it ends
   */
  long mostTrials(List<Arrival> arrivals, Duration travel) {
    long most = 0;
    for (int i = 0; i < moves.size(); i++) {
      if (moves.get(i).to().equals("half_open")) {
        Instant from = moves.get(i).at();
        boolean closes = i + 1 < moves.size() && moves.get(i + 1).to().equals("closed");
        Instant till = closes ? end(i) : end(i).plus(travel);
        most =
            Math.max(
                most,
                arrivals.stream()
                    .filter(a -> a.at().isAfter(from) && a.at().isBefore(till))
                    .count());
      }
    }
    return most;
  }

  private Instant end(int index) {
    return index + 1 < moves.size() ? moves.get(index + 1).at() : Instant.MAX;
  }
}
