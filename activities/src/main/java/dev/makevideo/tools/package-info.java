/** Finds the external programs that make-video needs, or fetches them into its own folder. */
@NullMarked
package dev.makevideo.tools;

import org.jspecify.annotations.NullMarked;
