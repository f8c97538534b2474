/** The daily collection of what no job needs any more, and the list of jobs that still need it. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.worker.housekeeping;
