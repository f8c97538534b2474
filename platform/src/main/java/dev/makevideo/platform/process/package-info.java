/**
 * The one place that starts programs: bounded, watched, and killed with their children. Knows no
 * program.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.process;
