/**
 * What goes with a job that is deleted: its runs on the server, and what they name in the store.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.forgetting;
