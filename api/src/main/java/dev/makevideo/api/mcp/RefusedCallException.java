package dev.makevideo.api.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A route refused a call; the problem is what it answered (RFC 9457). */
public final class RefusedCallException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ObjectNode problem;

  RefusedCallException(ObjectNode problem) {
    super(problem.path("detail").asText());
    this.problem = problem;
  }

  ObjectNode problem() {
    return problem;
  }
}
