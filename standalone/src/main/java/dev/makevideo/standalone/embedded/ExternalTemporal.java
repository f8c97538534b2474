package dev.makevideo.standalone.embedded;

import java.net.URI;
import java.util.Optional;

/** A server that somebody else runs, named by {@code TEMPORAL_ADDRESS}. */
record ExternalTemporal(String address) implements RunningTemporal {
  @Override
  public Optional<URI> webUi() {
    return Optional.empty();
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public String description() {
    return "the server at " + address + " (TEMPORAL_ADDRESS)";
  }

  @Override
  public void close() {
    // not ours
  }
}
