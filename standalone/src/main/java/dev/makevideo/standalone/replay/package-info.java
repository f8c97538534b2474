/** Replays the history of a job with the workflow code of this version. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.standalone.replay;
