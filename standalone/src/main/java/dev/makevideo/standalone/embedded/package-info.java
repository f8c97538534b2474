/** Temporal and Redis for a machine that has none. Knows nothing of what is done with them. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.standalone.embedded;
