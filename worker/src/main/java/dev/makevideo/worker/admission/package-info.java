/**
 * Work begins on this host only where there is room for it: a queue is not polled meanwhile, so
 * that its work waits with the server, unburnt, or goes to another worker.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.worker.admission;
