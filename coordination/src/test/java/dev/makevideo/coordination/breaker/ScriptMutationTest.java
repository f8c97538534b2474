package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.ScriptMutationContract;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The breakers' scripts, changed. */
class ScriptMutationTest extends ScriptMutationContract {
  private static final long SEED = 20_261_121;

  /** The contract and short traces, over changed scripts. */
  private static final class Breakers extends BreakerTracesContract {
    private final PatientRedis redis;
    private final UnaryOperator<String> edit;

    Breakers(PatientRedis redis, UnaryOperator<String> edit) {
      this.redis = redis;
      this.edit = edit;
    }

    @Override
    Subject subject(BreakerSettings settings, BreakerListener listener) {
      return new SharedSubject(redis, edit, 1, settings, listener);
    }

    @Override
    int steps() {
      return 600;
    }

    @Override
    long seed() {
      return SEED;
    }
  }

  /** The scripts by themselves, changed. */
  private static final class Scripts extends ScriptsContract {
    private final PatientRedis redis;
    private final UnaryOperator<String> edit;

    Scripts(PatientRedis redis, UnaryOperator<String> edit) {
      this.redis = redis;
      this.edit = edit;
    }

    @Override
    PatientRedis redis() {
      return redis;
    }

    @Override
    UnaryOperator<String> edit() {
      return edit;
    }

    @Override
    long seed() {
      return SEED;
    }
  }

  @Override
  protected Class<?> home() {
    return BreakerScripts.class;
  }

  @Override
  protected List<String> files() {
    return List.of("state.lua", "acquire.lua", "report.lua", "read.lua");
  }

  @Override
  protected List<String> kinds() {
    return List.of("<=", "~=", "half_open", "1000000");
  }

  @Override
  protected int least() {
    return 80;
  }

  @Override
  protected Optional<String> fault(PatientRedis redis, UnaryOperator<String> edit) {
    return first(
            () -> new Scripts(redis, edit), "createScripts", "createScripts", ScriptsContract.class)
        .or(
            () ->
                first(
                    () -> new Breakers(redis, edit),
                    "createBreaker",
                    "closeBreaker",
                    BreakerTracesContract.class));
  }
}
