package dev.makevideo.checks.chaos.front;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many who do something at once, on as many threads. */
final class Crowd {
  private static final Duration BOUND = Duration.ofMinutes(5);

  /** What one of them does. */
  interface Deed<T> {
    T done(int who) throws Exception;
  }

  private Crowd() {}

  /**
   * Has all of them do it, beginning in the same moment.
   *
   * @return what each has, in their order
   */
  static <T> List<T> atOnce(int many, Deed<T> deed) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<T>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int who = i;
        Callable<T> one =
            () -> {
              start.await();
              return deed.done(who);
            };
        all.add(threads.submit(one));
      }
      start.countDown();
      List<T> found = new ArrayList<>();
      for (Future<T> one : all) {
        found.add(one.get(BOUND.toSeconds(), TimeUnit.SECONDS));
      }
      return found;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("one of " + many + " was not answered", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
