/** API keys that are kept in a file: added, revoked and read while the service runs. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.access;
