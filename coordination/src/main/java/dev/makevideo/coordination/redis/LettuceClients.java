package dev.makevideo.coordination.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Lettuce as it is set up here: its threads, its options, and how each connection is made. */
final class LettuceClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
  private static final int QUEUE = 10_000;
  private static final int THREADS = 2;

  private final RedisURI uri;
  private final ClientResources resources;
  private final ClientResources blockingResources;
  private final RedisClient client;
  private final RedisClient blockingClient;

  LettuceClients(RedisURI uri) {
    this.uri = uri;
    resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(
                Delay.fullJitter(
                    Connector.RETRY_LEAST, Connector.RETRY_MOST, 1, TimeUnit.MILLISECONDS))
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    channel.pipeline().addFirst(new StallDetector());
                  }
                })
            .build();
    client = RedisClient.create(resources);
    client.setOptions(options().timeoutOptions(TimeoutOptions.enabled(timeout())).build());
    // Silence is what a blocking command is for; its own time limit bounds it.
    blockingResources = resources.mutate().nettyCustomizer(new NettyCustomizer() {}).build();
    blockingClient = RedisClient.create(blockingResources);
    blockingClient.setOptions(
        options().autoReconnect(false).timeoutOptions(TimeoutOptions.enabled()).build());
  }

  private static Duration timeout() {
    return RedisConnection.COMMAND_TIMEOUT;
  }

  /** Each value is measured: with the defaults commands ran twice and a dead server cost 60 s. */
  private static ClientOptions.Builder options() {
    return ClientOptions.builder()
        .protocolVersion(ProtocolVersion.RESP3)
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(command -> true)
        .requestQueueSize(QUEUE)
        .socketOptions(
            SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled());
  }

  /** For commands: connects again by itself, and gives up a command after 250 ms. */
  CompletionStage<StatefulRedisConnection<String, String>> connect() {
    return client.connectAsync(StringCodec.UTF8, uri);
  }

  /** For subscriptions: connects again by itself. */
  CompletionStage<StatefulRedisPubSubConnection<String, String>> connectPubSub() {
    return client.connectPubSubAsync(StringCodec.UTF8, uri);
  }

  /** For blocking commands: each lasts as long as the connection's own timeout says. */
  CompletionStage<StatefulRedisConnection<String, String>> connectBlocking() {
    return blockingClient.connectAsync(StringCodec.UTF8, uri);
  }

  /** Closes every connection and ends the threads; takes so long thrice at the most. */
  void close(Duration limit) {
    blockingClient.shutdown(Duration.ZERO, limit);
    client.shutdown(Duration.ZERO, limit);
    blockingResources.shutdown(0, limit.toMillis(), TimeUnit.MILLISECONDS);
    resources
        .shutdown(0, limit.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(limit.toMillis());
  }
}
