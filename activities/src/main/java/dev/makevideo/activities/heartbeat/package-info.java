/**
 * The heartbeat of an activity's attempt: tells the server how far it is, and tells the work to
 * stop. Knows nothing of what the work is.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.heartbeat;
