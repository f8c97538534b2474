package dev.makevideo.coordination.session;

import java.time.Clock;

class LocalSessionsTest extends SessionsContract {
  @Override
  Sessions sessions(SessionSettings settings) {
    return new LocalSessions(settings, Clock.systemUTC());
  }
}
