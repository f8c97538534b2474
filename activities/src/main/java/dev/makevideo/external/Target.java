package dev.makevideo.external;

/**
 * What is throttled and broken together: a configured service, or one host of direct downloads.
 *
 * @param host empty for a configured service
 */
record Target(ExternalService service, String host) {
  static Target of(ExternalService service, String host) {
    return new Target(service, service.isConfigured() ? "" : host);
  }
}
