/**
 * How often something may be done, over all processes. It fails open to a share of each process.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.limit;
