/**
 * The tools folder, where fetched programs lie: locked while it is filled, moved into place at
 * once.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.tools;
