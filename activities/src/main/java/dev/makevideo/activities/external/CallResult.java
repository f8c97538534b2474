package dev.makevideo.activities.external;

import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.util.function.Function;

/**
 * How a guarded call ended. Texts are for users and logs: they name the host and the HTTP status,
 * never a URL.
 */
public sealed interface CallResult<T> {
  /** It worked. */
  record Ok<T>(T value) implements CallResult<T> {}

  /** It failed in a way that may pass: the same call may work later. */
  record Failed<T>(String detail) implements CallResult<T> {}

  /** It failed for good: the same call will not work later. */
  record Rejected<T>(Rejection rejection) implements CallResult<T> {}

  /** The service must not be called before a given time; uses up no attempt. */
  record Wait<T>(ServiceWait serviceWait) implements CallResult<T> {}

  /**
   * Hands the result to the function that fits it.
   *
   * @param onFailed takes what went wrong
   */
  default <R> R fold(
      Function<? super T, R> onOk,
      Function<String, R> onFailed,
      Function<Rejection, R> onRejected,
      Function<ServiceWait, R> onWait) {
    if (this instanceof Ok<T> ok) {
      return onOk.apply(ok.value());
    }
    if (this instanceof Failed<T> failed) {
      return onFailed.apply(failed.detail());
    }
    if (this instanceof Rejected<T> rejected) {
      return onRejected.apply(rejected.rejection());
    }
    return onWait.apply(((Wait<T>) this).serviceWait());
  }

  /** Goes on with the value, if there is one. */
  default <R> CallResult<R> then(Next<? super T, R> next) throws IOException, InterruptedException {
    if (this instanceof Ok<T> ok) {
      return next.apply(ok.value());
    }
    return fold(
        never -> {
          throw new IllegalStateException("handled above");
        },
        Failed::new,
        Rejected::new,
        Wait::new);
  }

  /** A next step. */
  @FunctionalInterface
  interface Next<T, R> {
    CallResult<R> apply(T value) throws IOException, InterruptedException;
  }
}
