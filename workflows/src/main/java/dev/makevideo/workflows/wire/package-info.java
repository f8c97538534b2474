/** The one JSON mapper. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.wire;
