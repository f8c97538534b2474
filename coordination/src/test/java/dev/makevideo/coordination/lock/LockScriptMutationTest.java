package dev.makevideo.coordination.lock;

import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.ScriptMutationContract;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The locks' scripts, changed. */
class LockScriptMutationTest extends ScriptMutationContract {
  private static final class Scripts extends LockScriptsContract {
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
  }

  @Override
  protected Class<?> home() {
    return LockScripts.class;
  }

  @Override
  protected List<String> files() {
    return List.of("acquire.lua", "renew.lua", "release.lua");
  }

  @Override
  protected List<String> kinds() {
    return List.of("==", "~=", "taken", "ring", "1000000");
  }

  @Override
  protected int least() {
    return 55;
  }

  @Override
  protected Optional<String> fault(PatientRedis redis, UnaryOperator<String> edit) {
    return first(
        () -> new Scripts(redis, edit), "createClock", "createClock", LockScriptsContract.class);
  }
}
