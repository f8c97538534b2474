package dev.makevideo.coordination.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.coordination.session.SessionSettings;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalCoordinatorTest extends CoordinatorContract {
  private final RedisCoordinator coordinator = RedisCoordinator.alone(SessionSettings.defaults());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Override
  RedisCoordinator coordinator() {
    return coordinator;
  }

  @Test
  void aBreakerThatNobodyMadeIsNotSeen() {
    assertEquals(Optional.empty(), coordinator.breakerView().look("service"));
  }
}
