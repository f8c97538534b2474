/**
 * What the frames of a clip look like, in few enough bytes to travel with it, and whether two clips
 * show the same footage. Pure and deterministic; knows nothing of files, jobs or Temporal.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.footage;
