package dev.makevideo.standalone.embedded;

import java.net.URI;
import java.util.Optional;

/** A Temporal server that answers. Closing it stops it, if this process started it. */
public interface RunningTemporal extends AutoCloseable {
  /** Host and port for clients. */
  String address();

  /** The Web UI, where there is one that is known. */
  Optional<URI> webUi();

  /** Whether jobs outlive the server. */
  boolean durable();

  /** What it is, for people: which program, and where its data lies. */
  String description();

  @Override
  void close();
}
