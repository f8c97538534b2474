/**
 * Makes a history of locks taken by processes that are paused and killed, for an outside checker.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.chaos.locks;
