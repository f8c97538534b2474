package dev.makevideo.checks.chaos.breaker;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.util.Locale;

/** What can happen to Redis. */
public enum Fault {
  KILL_9(true, true) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      redis.kill();
    }

    @Override
    public void end(RedisServer redis) throws IOException {
      redis.start();
    }
  },
  RESTART(true, true) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      redis.shutdown();
    }

    @Override
    public void end(RedisServer redis) throws IOException {
      redis.start();
    }
  },
  /** Connections stay, and nobody answers; what was sent meanwhile is done afterwards. */
  FREEZE(true, false) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      redis.freeze();
    }

    @Override
    public void end(RedisServer redis) throws IOException {
      redis.thaw();
    }
  },
  FLUSHALL(false, true) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      equal("FLUSHALL", "+OK", redis.talk().command("FLUSHALL"));
    }
  },
  SCRIPT_FLUSH(false, false) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      equal("SCRIPT FLUSH", "+OK", redis.talk().command("SCRIPT FLUSH"));
    }
  },
  CLIENT_KILL(false, false) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      killClients(redis);
    }
  },
  /** Memory is full, and the keys used least recently go. */
  FULL_LRU(true, true) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      long before = redis.talk().info("evicted_keys");
      limit(redis, "allkeys-lru");
      redis.talk().fill(FILL_KEYS);
      that("keys are evicted", redis.talk().info("evicted_keys") > before);
    }

    @Override
    public void end(RedisServer redis) throws IOException {
      unlimit(redis);
    }
  },
  /** Memory is full, and writes are refused. */
  FULL_NOEVICTION(true, false) {
    @Override
    public void begin(RedisServer redis) throws IOException {
      limit(redis, "noeviction");
      that("writes are refused", redis.talk().fill(FILL_KEYS) < FILL_KEYS);
    }

    @Override
    public void end(RedisServer redis) throws IOException {
      unlimit(redis);
    }
  };

  private static final int FILL_KEYS = 20_000;
  private static final long ROOM = 3_000_000;

  private final boolean lasting;
  private final boolean stateLost;

  Fault(boolean lasting, boolean stateLost) {
    this.lasting = lasting;
    this.stateLost = stateLost;
  }

  /** Brings it about; has happened on return. */
  public abstract void begin(RedisServer redis) throws IOException;

  /** Ends it; on return Redis is as it should be. */
  public void end(RedisServer redis) throws IOException {}

  /** Whether it goes on until it is ended. */
  boolean isLasting() {
    return lasting;
  }

  /** Whether Redis may have forgotten the breakers' state. */
  boolean isStateLost() {
    return stateLost;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static void killClients(RedisServer redis) throws IOException {
    that("connections are killed", !redis.talk().command("CLIENT KILL TYPE normal").equals(":0"));
    that("subscriptions are killed", !redis.talk().command("CLIENT KILL TYPE pubsub").equals(":0"));
  }

  private static void limit(RedisServer redis, String policy) throws IOException {
    redis.talk().command("CONFIG SET maxmemory-policy " + policy);
    redis.talk().command("CONFIG SET maxmemory " + (redis.talk().info("used_memory") + ROOM));
  }

  private static void unlimit(RedisServer redis) throws IOException {
    equal("CONFIG SET", "+OK", redis.talk().command("CONFIG SET maxmemory 0"));
  }
}
