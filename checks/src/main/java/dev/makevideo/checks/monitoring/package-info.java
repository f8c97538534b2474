/** What {@code ops} asks Prometheus, and the program that checks it. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.monitoring;
