/**
 * Traces: one from the HTTP request over the workflow and its activities to child processes and
 * external calls. Off unless the standard {@code OTEL_} variables ask for it. The only package that
 * names OpenTelemetry.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.tracing;
