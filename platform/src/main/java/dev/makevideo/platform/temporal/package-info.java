/** The connection to Temporal, and what a namespace must have. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.temporal;
