package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection for all subscriptions of the process; made with the first of them. Lettuce
 * subscribes again after a break only what was confirmed before it, so that this class keeps the
 * account itself, and {@link #upkeep} asks for what is still missing. Thread-safe.
 */
final class PubSubConnection {
  private static final Logger log = LoggerFactory.getLogger(PubSubConnection.class);
  private static final int MOST_CHANNELS = 1_000;

  private final Connector<StatefulRedisPubSubConnection<String, String>> connector;
  private final List<Registered> subscriptions = new CopyOnWriteArrayList<>();
  private boolean started;
  private boolean closed;
  private volatile @Nullable StatefulRedisPubSubConnection<String, String> connection;

  PubSubConnection(
      ScheduledExecutorService timer,
      Supplier<? extends CompletionStage<StatefulRedisPubSubConnection<String, String>>> attempt) {
    connector = new Connector<>(timer, attempt, this::made, error -> {});
  }

  /** Starts to listen; does not wait. */
  synchronized Subscription subscribe(Set<String> channels, SubscriptionListener listener) {
    if (closed) {
      throw new IllegalStateException("the connection to Redis is closed");
    }
    if (channels.isEmpty() || channels.size() > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "channels has " + channels.size() + " names; allowed: 1 to " + MOST_CHANNELS);
    }
    Registered subscription = new Registered(channels, listener);
    subscriptions.add(subscription);
    if (!started) {
      started = true;
      connector.start();
    }
    send(subscription.channels);
    return subscription;
  }

  /** Whether messages can come in now. */
  boolean isConnected() {
    StatefulRedisPubSubConnection<String, String> current = connection;
    return current != null && current.isOpen();
  }

  /** Called now and then: asks something, so that a silent break is seen, and repairs. */
  void upkeep() {
    StatefulRedisPubSubConnection<String, String> current = connection;
    if (current != null && current.isOpen()) {
      current.async().ping();
      repair();
    }
  }

  /** Asks again for what is not subscribed, as after a request that was lost. */
  private synchronized void repair() {
    StatefulRedisPubSubConnection<String, String> current = connection;
    if (current == null || !current.isOpen()) {
      return;
    }
    Set<String> missing = new HashSet<>();
    for (Registered subscription : subscriptions) {
      subscription.channels.stream()
          .filter(channel -> !subscription.confirmed.contains(channel))
          .forEach(missing::add);
    }
    send(missing);
  }

  private synchronized void made(StatefulRedisPubSubConnection<String, String> made) {
    made.addListener(new Messages());
    made.addListener(new Breaks());
    connection = made;
    repair();
  }

  private void send(Set<String> channels) {
    StatefulRedisPubSubConnection<String, String> current = connection;
    if (current == null || !current.isOpen() || channels.isEmpty()) {
      return; // they are asked for when the connection is there
    }
    RedisFuture<Void> sent = current.async().subscribe(channels.toArray(String[]::new));
    sent.exceptionally(
        error -> {
          log.atWarn().addKeyValue("reason", String.valueOf(error)).log("not subscribed yet");
          return null;
        });
  }

  private synchronized void release(Registered subscription) {
    if (!subscriptions.remove(subscription)) {
      return;
    }
    Set<String> unused = new HashSet<>(subscription.channels);
    subscriptions.forEach(other -> unused.removeAll(other.channels));
    StatefulRedisPubSubConnection<String, String> current = connection;
    if (current != null && current.isOpen() && !unused.isEmpty()) {
      current.async().unsubscribe(unused.toArray(String[]::new));
    }
  }

  private void subscribed(String channel) {
    List<Registered> complete = new ArrayList<>();
    synchronized (this) {
      for (Registered subscription : subscriptions) {
        if (subscription.channels.contains(channel)
            && subscription.confirmed.add(channel)
            && subscription.confirmed.size() == subscription.channels.size()) {
          complete.add(subscription);
        }
      }
    }
    complete.forEach(subscription -> subscription.tell(SubscriptionListener::subscribed));
  }

  /** One that was closed and made again at once: its next confirmation counts. */
  private synchronized void unsubscribed(String channel) {
    subscriptions.forEach(subscription -> subscription.confirmed.remove(channel));
  }

  private synchronized void lost() {
    subscriptions.forEach(subscription -> subscription.confirmed.clear());
  }

  /** Ends all subscriptions; the connection itself is closed with its client. */
  void close() {
    connector.close(); // outside the lock, which the connector takes while it holds its own
    synchronized (this) {
      closed = true;
      subscriptions.clear();
    }
  }

  private final class Messages extends RedisPubSubAdapter<String, String> {
    @Override
    public void message(String channel, String text) {
      for (Registered subscription : subscriptions) {
        if (subscription.channels.contains(channel)) {
          subscription.tell(listener -> listener.message(channel, text));
        }
      }
    }

    @Override
    public void subscribed(String channel, long count) {
      PubSubConnection.this.subscribed(channel);
    }

    @Override
    public void unsubscribed(String channel, long count) {
      PubSubConnection.this.unsubscribed(channel);
    }
  }

  private final class Breaks implements RedisConnectionStateListener {
    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
      repair();
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
      lost();
    }
  }

  private final class Registered implements Subscription {
    private final Set<String> channels;
    private final SubscriptionListener listener;

    /** Guarded by the connection's lock. */
    private final Set<String> confirmed = new HashSet<>();

    private volatile boolean ended;

    Registered(Set<String> channels, SubscriptionListener listener) {
      this.channels = Set.copyOf(channels);
      this.listener = listener;
    }

    void tell(Consumer<SubscriptionListener> what) {
      if (ended) {
        return;
      }
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a listener of a Redis channel failed");
      }
    }

    @Override
    public void close() {
      ended = true;
      release(this);
    }
  }
}
