/** Logging, and every metric. Knows nothing of what is measured. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.telemetry;
