/** A whole service in processes of its own, with everything that it needs, for the checks. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.rig;
