package dev.makevideo.peers;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson's lock and Bucket4j's bucket on a Redis. Each line of the input, {@code lock} or {@code
 * limiter} with milliseconds and threads, is a round; its answer is how many operations a second
 * there were.
 */
public final class RedisPeers {
  private RedisPeers() {}

  /**
   * @param arguments the address of Redis
   */
  public static void main(String[] arguments) throws Exception {
    Config config = new Config();
    config.useSingleServer().setAddress(arguments[0]);
    RedissonClient redisson = Redisson.create(config);
    RedisClient client = RedisClient.create(arguments[0]);
    RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    StatefulRedisConnection<String, byte[]> connection = client.connect(codec);
    LettuceBasedProxyManager<String> buckets =
        Bucket4jLettuce.casBasedBuilder(connection)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofSeconds(10)))
            .build();
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                Bandwidth.builder()
                    .capacity(1_000_000)
                    .refillGreedy(1_000_000, Duration.ofSeconds(1))
                    .build())
            .build();
    BucketProxy bucket = buckets.builder().build("peer:bucket", () -> configuration);
    IntFunction<Callable<Boolean>> locks =
        thread -> {
          RLock lock = redisson.getLock("peer:lock:" + thread);
          return () -> {
            boolean taken = lock.tryLock();
            lock.unlock();
            return taken;
          };
        };
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = input.readLine();
    while (line != null) {
      String[] words = line.split(" ");
      IntFunction<Callable<Boolean>> work =
          words[0].equals("lock") ? locks : thread -> () -> bucket.tryConsume(1);
      System.out.println(round(work, Long.parseLong(words[1]), Integer.parseInt(words[2])));
      line = input.readLine();
    }
    redisson.shutdown();
    client.shutdown();
  }

  private static double round(IntFunction<Callable<Boolean>> work, long millis, int threads)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    long end = start + Duration.ofMillis(millis).toNanos();
    List<Future<Long>> counts = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Callable<Boolean> one = work.apply(thread);
      counts.add(
          pool.submit(
              () -> {
                long count = 0;
                while (System.nanoTime() < end) {
                  if (!one.call()) {
                    throw new IOException("it was refused");
                  }
                  count++;
                }
                return count;
              }));
    }
    long sum = 0;
    for (Future<Long> count : counts) {
      sum += count.get();
    }
    pool.shutdown();
    return sum / ((System.nanoTime() - start) / 1e9);
  }
}
