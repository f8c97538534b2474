/**
 * All in one process: which of the servers are there already, which are embedded, and in what order
 * they start and stop.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.standalone;
