/** Telling a job's events to a URL: what is sent, and what becomes of it. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.webhook;
