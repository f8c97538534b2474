package dev.makevideo.api.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import java.io.IOException;

/** Says which service is called, and for whom. */
@FunctionalInterface
public interface ServiceFinder {
  /**
   * @param context what the transport knows of the request
   * @throws dev.makevideo.api.http.ProblemException if there is no service
   */
  RestCalls find(McpTransportContext context) throws IOException;
}
