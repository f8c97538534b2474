package dev.makevideo.standalone.embedded;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A worker and an API in this process. Closing stops both, the API first. */
public interface ServiceStack extends AutoCloseable {
  /** The key under which the settings name Temporal's Web UI, where it is known. */
  String WEB_UI = "TEMPORAL_UI_URL";

  /**
   * Starts polling.
   *
   * @param environment the settings, with the addresses of Temporal and Redis
   */
  void startWorker(Map<String, String> environment) throws IOException, InterruptedException;

  /**
   * Starts listening.
   *
   * @param environment as for the worker
   * @return where it answers
   */
  URI startApi(Map<String, String> environment) throws IOException, InterruptedException;

  @Override
  void close();
}
