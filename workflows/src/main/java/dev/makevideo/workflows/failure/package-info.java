/** The closed list of what can go wrong, and the one place that makes a failure. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.failure;
